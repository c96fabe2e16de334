// What Elasticsearch answers. Clients refuse a server without the product header, and read JSON only by its
// media type.

import type { HttpRefusal, HttpReply, HttpRequest } from "../../pipeline/httpRoute";
import type { Action, Fault } from "./bulkBody";

const product = { "X-Elastic-Product": "Elasticsearch" };
const json = { ...product, "Content-Type": "application/json" };

/** JSON in the media type that the client asked for. */
export function jsonReply(status: number, body: unknown, { headers }: HttpRequest): HttpReply {
  return { status, headers: headersFor(headers), body: JSON.stringify(body) };
}

function headersFor(headers: HttpRequest["headers"]): Readonly<Record<string, string>> {
  const asked = `${headers.accept ?? ""} ${headers["content-type"] ?? ""}`;
  const version = /vnd\.elasticsearch\+\S{0,20}; ?compatible-with=(\d{1,2})/.exec(asked)?.[1];
  if (version === undefined) return json;
  return {
    ...product,
    "Content-Type": `application/vnd.elasticsearch+json;compatible-with=${version}`,
  };
}

export function errorBody(status: number, type: string, reason: string): unknown {
  return { error: { root_cause: [{ type, reason }], type, reason }, status };
}

export function refuse({ status, message, retryAfterSeconds }: HttpRefusal): HttpReply {
  const retry = retryAfterSeconds === undefined ? {} : { "Retry-After": `${retryAfterSeconds}` };
  return {
    status,
    headers: { ...json, ...retry },
    body: JSON.stringify(errorBody(status, errorTypes[status], message)),
  };
}

const errorTypes: Readonly<Record<HttpRefusal["status"], string>> = {
  400: "illegal_argument_exception",
  403: "security_exception",
  405: "illegal_argument_exception",
  408: "process_cluster_event_timeout_exception",
  413: "content_too_long_exception",
  415: "media_type_header_exception",
  429: "es_rejected_execution_exception",
  500: "exception",
  503: "es_rejected_execution_exception",
};

/** What became of an action; `isBrief`: only what shippers look at, for those with a small buffer. */
export function itemOf(action: Omit<Action, "document">, id: string, isBrief: boolean): unknown {
  const { operation, index, fault } = action;
  const { status, result } = outcomeOf(action);
  const error = fault === undefined ? {} : { error: errorOf(fault) };
  if (isBrief) return { [operation]: { status, ...error } };
  const done = fault === undefined ? documentResult(index, id, result) : { _index: index, _id: id };
  return { [operation]: { ...done, status, ...error } };
}

export function documentResult(index: string, id: string, result: string) {
  return {
    _index: index,
    _id: id,
    _version: 1,
    result,
    _shards: { total: 1, successful: 1, failed: 0 },
    _seq_no: 0,
    _primary_term: 1,
  };
}

export function outcomeOf({ operation, fault }: Pick<Action, "operation" | "fault">): {
  status: number;
  result: string;
} {
  if (fault === "script-update") return { status: 404, result: "not_found" };
  // Also of a document that is too large, as Elasticsearch of a text that is: Logstash sends an item again and
  // again unless its status is 400, 404 or 409.
  if (fault !== undefined) return { status: 400, result: "" };
  if (operation === "delete") return { status: 404, result: "not_found" };
  if (operation === "update") return { status: 200, result: "updated" };
  return { status: 201, result: "created" };
}

export function errorOf(fault: Fault): { type: string; reason: string } {
  switch (fault) {
    case "script-update":
      return {
        type: "document_missing_exception",
        reason: "documents are kept as log records: there is none that a script could change",
      };
    case "document-too-large":
      return {
        type: "document_parsing_exception",
        reason: "failed to parse: the document is larger than 10 MiB",
      };
    case "no-document":
      return { type: "illegal_argument_exception", reason: "no document follows the action" };
    case "bad-document":
      return { type: "document_parsing_exception", reason: "failed to parse: no JSON object" };
  }
}
