// What apps call their files: paths of containers and CI, file URLs, bundler URLs, Windows paths.
// Read into one form, so that the rest only deals with segments between forward slashes.

export interface ReportedPath {
  /** Forward slashes, no scheme, no query, no "." or "..": "/app/src/x.py", "C:/app/x.cs", "src/x.ts". */
  readonly path: string;
  readonly segments: readonly string[];
  /** Names a place on some machine's disk; a bundler's or browser's URL does not. */
  readonly isAbsolute: boolean;
  /** Windows does not tell upper from lower case. */
  readonly isWindows: boolean;
  /** From a trailing ":12:5", 1-based. */
  readonly line?: number;
  readonly column?: number;
}

/** Longer than any file system allows: not a path. */
const maxPathLength = 4096;

const notAFile = /^(?:node:|internal\/|native$|unknown$|<|\[|evalmachine|wasm:|chrome-extension:)/;

/** `undefined` for what is no file of anyone: "node:internal/…", "<anonymous>", "[native code]". */
export function parseReportedPath(text: string): ReportedPath | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > maxPathLength || trimmed.includes("\0")) return undefined;
  if (notAFile.test(trimmed)) return undefined;
  const position = /^(.*[^:\d]):(\d{1,7})(?::(\d{1,7}))?$/s.exec(trimmed);
  const name = position?.[1] ?? trimmed;
  const line = position?.[2] === undefined ? {} : { line: Number(position[2]) };
  const column = position?.[3] === undefined ? {} : { column: Number(position[3]) };
  return { ...readName(name), ...line, ...column };
}

function readName(name: string): Omit<ReportedPath, "line" | "column"> {
  const url = /^([a-z][a-z0-9+.-]+):\/\/([^/]*)(\/?.*)$/is.exec(name);
  if (url === null) return fromDisk(name);
  const [, scheme = "", authority = "", rest = ""] = url;
  const path = decode(rest.replace(/[?#].*$/s, ""));
  // file://host/share names another machine's disk: never touched, only its ending is compared.
  if (scheme.toLowerCase() === "file" && (authority === "" || authority === "localhost")) {
    return fromDisk(path.replace(/^\/(?=[a-z]:)/i, ""));
  }
  // webpack://app/./src/x.ts, webpack-internal:///(rsc)/./src/x.ts, http://localhost:5173/src/x.tsx?t=1
  return relative(path.replace(/^\/+(?:\([^/)]*\)\/)?/, ""), false);
}

function fromDisk(name: string): Omit<ReportedPath, "line" | "column"> {
  const isWindows = /^[a-z]:[\\/]/i.test(name) || (name.includes("\\") && !name.includes("/"));
  const slashed = isWindows ? name.replaceAll("\\", "/") : name;
  if (/^[a-z]:\//i.test(slashed)) {
    const segments = simplify(slashed.slice(3).split("/"));
    const drive = slashed.slice(0, 2);
    return { path: `${drive}/${segments.join("/")}`, segments, isAbsolute: true, isWindows: true };
  }
  // "//host/share/x": another machine; asking the system about it would already connect to it.
  if (/^[\\/]{2}/.test(slashed)) return relative(slashed, isWindows);
  if (!slashed.startsWith("/")) return relative(slashed, isWindows);
  const segments = simplify(slashed.split("/"));
  if (segments[0]?.startsWith("\\") === true) return relative(slashed, isWindows); // "/\host" once joined
  return { path: `/${segments.join("/")}`, segments, isAbsolute: true, isWindows };
}

function relative(path: string, isWindows: boolean): Omit<ReportedPath, "line" | "column"> {
  const segments = simplify(path.split("/"));
  return { path: segments.join("/"), segments, isAbsolute: false, isWindows };
}

/** ".." never climbs above the start: what lies there is not known. */
function simplify(parts: readonly string[]): string[] {
  const segments: string[] = [];
  for (const part of parts) {
    if (part === "..") segments.pop();
    else if (part !== "" && part !== ".") segments.push(part);
  }
  return segments;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone "%" is a legal file name
  }
}

/** Java's frames carry "Foo.java" and "com.shop.Foo.run": the package is the folder. */
export function withPackageFolder(file: string, functionName: string | undefined): string {
  const base = /^([\w$]+)\.(?:java|kt|scala|groovy)$/.exec(file)?.[1];
  if (base === undefined || functionName === undefined) return file;
  const parts = functionName.replace(/^.*\//, "").split(".");
  const at = parts.findIndex((part) => part.replace(/(?:\$|Kt$).*/, "") === base);
  return at > 0 ? `${parts.slice(0, at).join("/")}/${file}` : file;
}
