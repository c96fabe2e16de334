// Calls that grpc-js answers before anything of ours sees them: of no method that there is, and of no gRPC.

import type * as grpc from "@grpc/grpc-js";

/** Tells of each by its reason; the answers stay grpc-js's own. */
export function watchCallsNotTaken(server: grpc.Server, refused: (reason: string) => void): void {
  watch(server, "_verifyContentType", (isGrpc) => {
    if (isGrpc !== true) refused("wrong-content-type");
  });
  watch(server, "_retrieveHandler", (handler) => {
    if (handler === null) refused("unknown-method");
  });
}

/** grpc-js has no other way to learn of them: what the method answers is told to `onAnswer`. */
function watch(server: object, name: string, onAnswer: (answer: unknown) => void): void {
  const method: unknown = Reflect.get(server, name);
  if (typeof method !== "function") {
    throw new Error(`grpc-js has no ${name}: it is another version than this was written for`);
  }
  Reflect.set(server, name, (...given: unknown[]): unknown => {
    const answer: unknown = Reflect.apply(method, server, given);
    onAnswer(answer);
    return answer;
  });
}
