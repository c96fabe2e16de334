// Who may talk to a loopback listener: DNS rebinding is met by checking Host, other sites' pages by Origin.

/** Names under which containers of this machine reach its loopback; not resolvable to it from elsewhere. */
const containerHosts = new Set([
  "host.docker.internal",
  "gateway.docker.internal",
  "host.containers.internal",
  "host.lima.internal",
]);

/** Is `Host` (with or without port) a name of this machine? An HTTP/1.0 request may have none. */
export function isLocalHost(host: string | undefined): boolean {
  if (host === undefined || host === "") return true;
  const name = hostName(host);
  return isLoopbackName(name) || containerHosts.has(name);
}

/** Is `Origin` a page served from this machine? Absent is not a page at all. "null" is no one we know. */
export function isLocalOrigin(origin: string): boolean {
  const url = parseUrl(origin);
  if (url === undefined) return false;
  return (
    (url.protocol === "http:" || url.protocol === "https:") && isLoopbackName(hostName(url.host))
  );
}

/** Is `Origin` the very listener that was asked? Our own page. */
export function isSameOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`;
}

function isLoopbackName(name: string): boolean {
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}

function hostName(host: string): string {
  const lower = host.toLowerCase();
  if (lower.startsWith("[")) return lower.slice(1, lower.indexOf("]"));
  return lower.replace(/:\d+$/, "").replace(/\.$/, "");
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined; // "null", or no URL: no local page
  }
}
