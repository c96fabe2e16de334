// The HTTP request that an event of an error tracker belongs to, under OpenTelemetry's names.

import type { EnvelopeFields } from "./envelopeFields";
import { type Json, objectOf, pairsOf, textOf } from "./jsonShapes";

/** Characters of a body; the rest is for a debugger. */
const maxBody = 8192;

export function addRequest(fields: EnvelopeFields, request: Json): void {
  fields.add("http.request.method", request.method);
  fields.add("url.full", request.url);
  const { query_string: query } = request;
  fields.add(
    "url.query",
    typeof query === "string" ? query : queryText(Object.entries(pairsOf(query))),
  );
  for (const [name, value] of Object.entries(pairsOf(request.headers))) {
    fields.add(`http.request.header.${name.toLowerCase()}`, value);
  }
  const { data } = request;
  const body = typeof data === "string" || data === undefined ? textOf(data) : JSON.stringify(data);
  fields.add("http.request.body", body === "null" ? "" : body.slice(0, maxBody));
  fields.add("client.address", objectOf(request.env).REMOTE_ADDR);
}

const queryText = (pairs: readonly [string, unknown][]) =>
  pairs.map(([key, value]) => `${key}=${textOf(value)}`).join("&");
