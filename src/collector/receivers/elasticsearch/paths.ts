// What a path asks for. A prefix (`/elasticsearch`) is what clients have behind a proxy.

export type Target =
  | { readonly kind: "root" }
  | { readonly kind: "bulk"; readonly index: string }
  | {
      readonly kind: "document";
      readonly index: string;
      /** "" when the server is to invent one. */
      readonly id: string;
      readonly operation: "index" | "create" | "update";
    }
  | { readonly kind: "search"; readonly api: string }
  | { readonly kind: "index"; readonly index: string }
  /** What Beats and Logstash say of themselves. */
  | { readonly kind: "monitoring" }
  /** Templates, policies, licence and whatever else is asked or put before documents are sent. */
  | { readonly kind: "probe"; readonly api: string; readonly rest: readonly string[] };

/** Questions about what is stored, which the panels answer. */
const searches = new Set(
  `_search _msearch _count _mget _sql _eql _query _async_search _pit _field_caps _explain _source
  _termvectors _mtermvectors _validate _rank_eval _knn_search _delete_by_query _update_by_query
  _reindex _search_shards`.split(/\s+/),
);
/** Paths of others with room for any name, and the browser page. */
const foreign = /^\/(?:ui|control|metrics\/job(?:@base64)?)(?:\/|$)/;

/** Undefined for a path that is none of Elasticsearch's. */
export function targetOf(path: string, method = ""): Target | undefined {
  if (foreign.test(path)) return undefined;
  const parts = path.split("/").filter((part) => part !== "");
  if (parts[0] === "elasticsearch") parts.shift();
  if (parts.length === 0) return { kind: "root" };
  const whole = parts.join("/");
  if (whole === "_monitoring/bulk" || whole === "_xpack/monitoring/_bulk") {
    return { kind: "monitoring" };
  }
  // `/shop/_doc/_bulk` names a type, as clients of 6.x do.
  const last = parts.at(-1);
  if (last === "_bulk" && parts.length <= 3) {
    return { kind: "bulk", index: parts.length === 1 ? "" : decoded(parts[0]) };
  }
  const at = parts.findIndex((part) => part.startsWith("_") && part !== "_all");
  if (at < 0) {
    // A name alone may be anyone's path: only what is never done to those.
    const isAboutIndex = method === "HEAD" || method === "PUT" || method === "DELETE";
    return parts.length === 1 && isAboutIndex
      ? { kind: "index", index: decoded(parts[0]) }
      : undefined;
  }
  if (at > 2) return undefined;
  const api = parts[at] ?? "";
  const index = at === 0 ? "" : decoded(parts[0]);
  const rest = parts.slice(at + 1).map(decoded);
  const [id = ""] = rest;
  if (api === "_doc") return { kind: "document", index, id, operation: "index" };
  if (api === "_create") return { kind: "document", index, id, operation: "create" };
  if (api === "_update") return { kind: "document", index, id, operation: "update" };
  if (searches.has(api)) return { kind: "search", api };
  return { kind: "probe", api, rest };
}

function decoded(part = ""): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray percent sign
  }
}
