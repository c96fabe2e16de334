// Requests to a receiver's routes as the HTTP server hands them over, and records as golden files show them.

import type { HttpReply, HttpRequest } from "../../../src/collector/pipeline/httpRoute";
import type { Receiver } from "../../../src/collector/pipeline/receiver";
import type { TestContext } from "./aContext";

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Inflated, as the server hands it over. */
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

export function aRequest(asked: Asked): HttpRequest {
  const { method = "POST", path, query = "", headers = {}, body = "" } = asked;
  return {
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    mediaType: headers["content-type"]?.split(";")[0]?.trim() ?? "",
    body: typeof body === "string" ? Buffer.from(body) : body,
    signal: asked.signal ?? new AbortController().signal,
  };
}

/** Sends `METHOD /path?query` through the one route that takes it; errors become what the route answers. */
export async function send(
  receiver: Receiver,
  line: string,
  body: string | Uint8Array = "",
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpReply> {
  const [method = "GET", url = "/"] = line.split(" ");
  const [path = "/", query = ""] = url.split("?");
  const owned = (receiver.routes ?? []).filter((one) => one.matches(path, method));
  const route = owned.find((one) => one.methods.some((allowed) => allowed === method));
  const request = aRequest({ method, path, query, headers, body });
  const { mediaType } = request;
  if (route === undefined) {
    const message = `${method} is not used here.`;
    return owned[0]?.refuse({ status: 405, message, method, path, mediaType }) ?? { status: 404 };
  }
  try {
    return await route.handle(request);
  } catch (error) {
    if (!(error instanceof Error) || !("retryAfterSeconds" in error)) throw error;
    return route.refuse({
      status: route.overloadStatus ?? 503,
      message: error.message,
      retryAfterSeconds: Number(error.retryAfterSeconds),
      method,
      path,
      mediaType,
    });
  }
}

export const textOf = (reply: HttpReply): string =>
  reply.body === undefined ? "" : Buffer.from(reply.body as string).toString();

/** What a person would check of the records that came: absent fields left out, objects for JSON text. */
export function readableLogs(context: TestContext): Record<string, unknown>[] {
  return context.logs.map(({ resource, attributes, ...rest }) => {
    const fields = Object.entries(rest).filter(
      ([key, value]) =>
        value !== "" && value !== 0 && !["seq", "observedTimeUnixNano", "receiver"].includes(key),
    );
    return {
      ...Object.fromEntries(fields.map(([key, value]) => [key, plain(value)])),
      attributes: JSON.parse(attributes) as unknown,
      resource: JSON.parse(resource.attributes) as unknown,
    };
  });
}

const plain = (value: unknown) => (typeof value === "bigint" ? value.toString() : value);
