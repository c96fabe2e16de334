// Requests to a receiver's routes without a server, and its records as their golden files have them.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { HttpReply, HttpRequest } from "../../../src/collector/pipeline/httpRoute";
import type { Receiver } from "../../../src/collector/pipeline/receiver";
import { logToJson, pointToJson, spanToJson } from "../../../src/collector/store/toJson";
import type { TestContext } from "./aContext";

export interface Sent {
  readonly body?: string | Uint8Array;
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks the first route of the receiver that owns the path; the body is what the server has inflated. */
export async function ask(receiver: Receiver, path: string, sent: Sent = {}): Promise<HttpReply> {
  const { method = "POST", body = "", query = "", headers = {} } = sent;
  const route = receiver.routes?.find(
    (each) => each.matches(path) && each.methods.some((allowed) => allowed === method),
  );
  if (route === undefined) throw new Error(`no route for ${method} ${path}`);
  const request: HttpRequest = {
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    mediaType: headers["content-type"] ?? "",
    body: typeof body === "string" ? Buffer.from(body) : body,
    signal: new AbortController().signal,
  };
  return route.handle(request);
}

/** All that was stored and counted, as a golden file has it. */
export function stored(context: TestContext, receiver: string) {
  const records = {
    logs: context.logs.map(logToJson),
    spans: context.spans.map(spanToJson),
    points: context.points.map(pointToJson),
    refused: context.refused(receiver),
    dropped: context.dropped(receiver),
    leftOut: context.leftOut(receiver),
  };
  return JSON.parse(JSON.stringify(records)) as typeof records;
}

/** The golden file's content; written anew with UPDATE_GOLDEN=1. */
export function golden(path: string, actual: unknown): unknown {
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(path, `${JSON.stringify(actual, null, 2)}\n`);
  }
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}
