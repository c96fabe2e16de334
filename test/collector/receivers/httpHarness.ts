// Requests to a receiver's routes without a server, and its records as their golden files have them.

import type { HttpReply } from "../../../src/collector/pipeline/httpRoute";
import type { Receiver } from "../../../src/collector/pipeline/receiver";
import { logToJson, pointToJson, spanToJson } from "../../../src/collector/store/toJson";
import type { TestContext } from "./aContext";
import { aRequest, type Asked } from "./aRequest";

export type Sent = Omit<Asked, "path">;

/** Asks the first route of the receiver that owns the path. */
export async function ask(receiver: Receiver, path: string, sent: Sent = {}): Promise<HttpReply> {
  const request = aRequest({ ...sent, path });
  const route = receiver.routes?.find(
    (each) => each.matches(path) && each.methods.some((allowed) => allowed === request.method),
  );
  if (route === undefined) throw new Error(`no route for ${request.method} ${path}`);
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
