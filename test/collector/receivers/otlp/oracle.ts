// protobufjs as a second opinion on the wire format: writes requests, and reads what we answer.

import { join } from "node:path";
import protobuf from "protobufjs";

const root = protobuf.loadSync(join(import.meta.dirname, "fixtures/otlp.proto"));

export type MessageName =
  | "LogsRequest"
  | "TraceRequest"
  | "MetricsRequest"
  | "ProfilesRequest"
  | "ExportResponse"
  | "RetryInfo"
  | "Status";

/** Field names as in JSON: `resourceLogs`, `timeUnixNano`; 64-bit numbers as decimal strings. */
export function encode(name: MessageName, message: object): Buffer {
  const type = root.lookupType(name);
  return Buffer.from(type.encode(type.fromObject(message)).finish());
}

export function decode(name: MessageName, bytes: Uint8Array): Record<string, unknown> {
  const type = root.lookupType(name);
  return type.toObject(type.decode(bytes), { longs: String, bytes: Buffer });
}
