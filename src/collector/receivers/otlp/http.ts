// OTLP/HTTP: protobuf and JSON by Content-Type, answered in the same one (specification.md, "OTLP/HTTP").

import type { HttpRefusal, HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { exportRequest, receiverId, type Exporter } from "./exportRequest";
import {
  responseBytes,
  responseJson,
  rpcCode,
  statusBytes,
  statusJson,
  type RpcCode,
} from "./replies";
import { signalOfPath } from "./signals";

const protobufType = "application/x-protobuf";
const jsonType = "application/json";

export function createOtlpRoute(exporter: Exporter): HttpRoute {
  return {
    methods: ["POST"],
    matches: (path) => signalOfPath(path) !== undefined,
    handle: (request) => handle(exporter, request),
    refuse,
    isOpenToLocalPages: true,
  };
}

async function handle(exporter: Exporter, request: HttpRequest): Promise<HttpReply> {
  const signal = signalOfPath(request.path) ?? "logs";
  const { counters } = exporter.intake;
  if (!isProtobuf(request.mediaType) && !isJson(request.mediaType)) {
    counters.refused(receiverId, "wrong-content-type", 1, request.body);
    const message = `Send OTLP as ${protobufType} or ${jsonType}, not as "${request.mediaType}".`;
    return { status: 415, headers: textHeaders, body: `${message}\n` };
  }
  const outcome = await exportRequest(
    exporter,
    signal,
    request.body,
    isJson(request.mediaType) ? "json" : "protobuf",
  );
  if (outcome.kind === "malformed") {
    return statusReply(400, rpcCode.invalidArgument, outcome.message, request.mediaType);
  }
  return isJson(request.mediaType)
    ? { status: 200, headers: jsonHeaders, body: responseJson(signal, outcome.result) }
    : { status: 200, headers: protobufHeaders, body: responseBytes(outcome.result) };
}

function refuse(refusal: HttpRefusal): HttpReply {
  const { status, message, mediaType, retryAfterSeconds } = refusal;
  if (status === 405 || status === 415) {
    return { status, headers: textHeaders, body: `${message}\n` };
  }
  const reply = statusReply(status, codeOf(status), message, mediaType);
  if (retryAfterSeconds === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, "Retry-After": String(retryAfterSeconds) } };
}

function statusReply(status: number, code: RpcCode, message: string, mediaType: string): HttpReply {
  return isJson(mediaType)
    ? { status, headers: jsonHeaders, body: statusJson(code, message) }
    : { status, headers: protobufHeaders, body: statusBytes(code, message) };
}

function codeOf(status: HttpRefusal["status"]): RpcCode {
  switch (status) {
    case 403:
      return rpcCode.permissionDenied;
    case 413:
    case 429:
      return rpcCode.resourceExhausted;
    case 503:
      return rpcCode.unavailable;
    case 500:
      return rpcCode.internal;
    default:
      return rpcCode.invalidArgument;
  }
}

const isProtobuf = (mediaType: string) =>
  mediaType === protobufType || mediaType === "application/protobuf";
const isJson = (mediaType: string) => mediaType === jsonType;

const protobufHeaders = { "Content-Type": protobufType };
const jsonHeaders = { "Content-Type": jsonType };
const textHeaders = { "Content-Type": "text/plain; charset=utf-8" };
