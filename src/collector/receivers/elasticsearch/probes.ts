// What clients and shippers ask before they send, answered so that they settle: a server of a fitting
// version with an active licence, that has each template, policy and index already.

import type { HttpRequest } from "../../pipeline/httpRoute";

/** An 8.x server fits clients of 7 to 9. */
const defaultVersion = "8.17.0";

/** `GET /`. Beats refuse a server that is older than they are: theirs is the version then. */
export function info({ headers }: HttpRequest): unknown {
  const beat = /(?:beat|elastic-agent)\S{0,20}\/(\d{1,2}\.\d{1,3}\.\d{1,3})/i;
  const number = beat.exec(headers["user-agent"] ?? "")?.[1] ?? defaultVersion;
  return {
    name: "sidelight",
    cluster_name: "sidelight",
    cluster_uuid: "AAAAAAAAAAAAAAAAAAAAAA",
    version: {
      number,
      build_flavor: "default",
      build_type: "docker",
      build_hash: "0",
      build_date: "2024-12-11T00:00:00Z",
      build_snapshot: false,
      lucene_version: "9.12.0",
      minimum_wire_compatibility_version: "7.17.0",
      minimum_index_compatibility_version: "7.0.0",
    },
    tagline: "You Know, for Search",
  };
}

const license = { uid: "0", type: "basic", status: "active", mode: "basic" };
/** Beats ask for these: with `setup.ilm.enabled: true` they refuse a server without, with monitoring on they send it. */
const features = {
  data_streams: { available: true, enabled: true },
  ilm: { available: true, enabled: true },
  monitoring: { available: true, enabled: false },
  security: { available: true, enabled: false },
};
const shards = { _shards: { total: 1, successful: 1, failed: 0 } };
const health = {
  cluster_name: "sidelight",
  status: "green",
  timed_out: false,
  number_of_nodes: 1,
  number_of_data_nodes: 1,
  active_primary_shards: 1,
  active_shards: 1,
  relocating_shards: 0,
  initializing_shards: 0,
  unassigned_shards: 0,
};

/** The answer to an API that is none of documents; all is well, and there is nothing to see. */
export function probe(api: string, rest: readonly string[], request: HttpRequest): unknown {
  if (api === "_xpack" && rest.length === 0) return { license, features };
  if (api === "_license" || api === "_xpack") return { license };
  if (api === "_refresh" || api === "_flush" || api === "_forcemerge") return shards;
  if (request.method !== "GET") return { acknowledged: true };
  switch (api) {
    case "_cluster":
      return rest[0] === "health" ? health : {};
    case "_nodes":
      return nodes(request);
    case "_cat":
      return [];
    case "_index_template":
      return { index_templates: [] };
    case "_component_template":
      return { component_templates: [] };
    case "_data_stream":
      return { data_streams: [] };
    case "_security":
      return { username: "sidelight", roles: ["superuser"], enabled: true };
    default:
      return {};
  }
}

/** A client that looks for more nodes finds the address it has. */
function nodes({ headers }: HttpRequest): unknown {
  const address = headers.host ?? "";
  return {
    _nodes: { total: 1, successful: 1, failed: 0 },
    cluster_name: "sidelight",
    nodes: {
      sidelight: {
        name: "sidelight",
        version: defaultVersion,
        roles: ["data", "ingest", "master"],
        http: { publish_address: address, bound_address: [address] },
      },
    },
  };
}
