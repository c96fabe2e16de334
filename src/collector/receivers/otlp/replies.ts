// What OTLP answers: Export…ServiceResponse and google.rpc.Status, in protobuf and in JSON.
// The messages are tiny and their shape is fixed, so they are written by hand.

import { signalNames, type OtlpSignal } from "./signals";

/** What became of a request that was understood. */
export interface ExportResult {
  readonly rejected: number;
  /** Why; "" when all is well. */
  readonly message: string;
}

/** google.rpc.Code */
export const rpcCode = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  internal: 13,
  unavailable: 14,
} as const;
export type RpcCode = (typeof rpcCode)[keyof typeof rpcCode];

const retryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

/** Nothing at all when all was kept: `partial_success` must then be unset. */
export function responseBytes({ rejected, message }: ExportResult): Buffer {
  if (rejected === 0 && message === "") return Buffer.alloc(0);
  return lengthField(
    1,
    Buffer.concat([
      rejected > 0 ? varintField(1, rejected) : Buffer.alloc(0),
      textField(2, message),
    ]),
  );
}

export function responseJson(signal: OtlpSignal, { rejected, message }: ExportResult): string {
  if (rejected === 0 && message === "") return "{}";
  const partialSuccess: Record<string, string> = { errorMessage: message };
  if (rejected > 0) partialSuccess[signalNames[signal].rejected] = String(rejected);
  return JSON.stringify({ partialSuccess });
}

/** google.rpc.Status; `retryAfterSeconds` adds a RetryInfo, without which clients do not try again. */
export function statusBytes(code: number, message: string, retryAfterSeconds?: number): Buffer {
  const details =
    retryAfterSeconds === undefined
      ? []
      : [lengthField(3, anyOf(retryInfoType, retryInfo(retryAfterSeconds)))];
  return Buffer.concat([varintField(1, code), textField(2, message), ...details]);
}

export function statusJson(code: RpcCode, message: string): string {
  return JSON.stringify({ code, message });
}

/** google.rpc.RetryInfo{1 retry_delay: Duration{1 seconds}}. */
export function retryInfo(seconds: number): Buffer {
  return lengthField(1, varintField(1, seconds));
}

/** google.protobuf.Any */
function anyOf(typeUrl: string, message: Buffer): Buffer {
  return Buffer.concat([textField(1, typeUrl), lengthField(2, message)]);
}

function textField(field: number, text: string): Buffer {
  return lengthField(field, Buffer.from(text));
}

function lengthField(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function varintField(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}
