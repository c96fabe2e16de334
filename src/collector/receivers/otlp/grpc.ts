// OTLP/gRPC: the same bodies as over HTTP, as unary calls (specification.md, "OTLP/gRPC"). Messages stay
// bytes; our own decoder reads them.

import * as grpc from "@grpc/grpc-js";
import { OverloadedError, StoreFailedError } from "../../pipeline/intake";
import type { Listener } from "../../pipeline/receiver";
import { PayloadMemory } from "../../pipeline/payloadMemory";
import { boundCallMemory } from "./callMemory";
import { watchCallsNotTaken } from "./callsNotTaken";
import { exportRequest, receiverId, type Exporter } from "./exportRequest";
import { listenForGrpc } from "./grpcSockets";
import { maxRequestBytes } from "./limits";
import { responseBytes, retryInfo, statusBytes } from "./replies";
import { otlpSignals, signalNames, type OtlpSignal } from "./signals";

/** Exporters send one request at a time; more than this on one connection is no exporter. */
const maxCallsPerConnection = 16;
const storeRetrySeconds = 5;
const busyRetrySeconds = 1;
/**
 * A client that ended within a frame leaves a connection that nobody closes; one that is there answers our pings.
 * How often a client pings is not limited: nothing of ours is hurt by it.
 */
const usualKeepalive = { everyMs: 60_000, answerMs: 20_000 };
/** A message that is not whole so long after its beginning gives its room back; loopback takes the largest in a second. */
const usualMessageWithinMs = 60_000;
/** What running calls get to finish when the listener closes. */
const graceMs = 2000;

export function createGrpcListener(
  exporter: Exporter,
  memory = new PayloadMemory(),
  { keepalive = usualKeepalive, messageWithinMs = usualMessageWithinMs } = {},
): Listener {
  return {
    name: "grpc",
    defaultPort: 4317,
    listen: async (port) => {
      const server = createServer(exporter, memory, keepalive, messageWithinMs);
      const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
      const sockets = await listenForGrpc(
        port,
        (socket) => injector.injectConnection(socket),
        (reason, sample) => exporter.intake.counters.refused(receiverId, reason, 1, sample),
      );
      return {
        port: sockets.port,
        close: async () => {
          await shutDown(server);
          await sockets.close();
        },
      };
    },
  };
}

function createServer(
  exporter: Exporter,
  memory: PayloadMemory,
  keepalive: typeof usualKeepalive,
  messageWithinMs: number,
): grpc.Server {
  const refused = (reason: string, message: string) => {
    exporter.intake.counters.refused(receiverId, reason);
    return withDetails(grpc.status.RESOURCE_EXHAUSTED, message, busyRetrySeconds);
  };
  const bound = boundCallMemory(memory, messageWithinMs, {
    tooLarge: () => exporter.intake.counters.refused(receiverId, "too-large"),
    notUnpacked: (reason, packed) =>
      exporter.intake.counters.refused(receiverId, reason, 1, packed),
    notOne: (message) => {
      exporter.intake.counters.refused(receiverId, "not-one-message");
      return withDetails(grpc.status.INVALID_ARGUMENT, message);
    },
    badTimeout: () => exporter.intake.counters.refused(receiverId, "bad-timeout"),
    aborted: () => exporter.intake.counters.refused(receiverId, "aborted"),
    busy: () => refused("busy", "Too many large requests at once. Send it again."),
    stalled: () => refused("stalled", "The message stopped arriving. Send it again."),
  });
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maxRequestBytes,
    "grpc.max_concurrent_streams": maxCallsPerConnection,
    "grpc.enable_channelz": 0,
    "grpc.keepalive_time_ms": keepalive.everyMs,
    "grpc.keepalive_timeout_ms": keepalive.answerMs,
    interceptors: [bound],
  });
  watchCallsNotTaken(server, (reason) => exporter.intake.counters.refused(receiverId, reason));
  for (const signal of otlpSignals) {
    const path = signalNames[signal].method;
    server.addService(
      {
        Export: {
          path,
          requestStream: false,
          responseStream: false,
          requestSerialize: asIs,
          requestDeserialize: asIs,
          responseSerialize: asIs,
          responseDeserialize: asIs,
        },
      },
      {
        Export: (
          call: grpc.ServerUnaryCall<Buffer, Buffer>,
          reply: grpc.sendUnaryData<Buffer>,
        ): void => {
          answer(exporter, signal, call.request).then(
            (bytes) => reply(null, bytes),
            (error: unknown) => reply(toServiceError(exporter, error)),
          );
        },
      },
    );
  }
  return server;
}

class InvalidArgumentError extends Error {}

async function answer(exporter: Exporter, signal: OtlpSignal, request: Buffer): Promise<Buffer> {
  const outcome = await exportRequest(exporter, signal, request, "protobuf");
  if (outcome.kind === "malformed") throw new InvalidArgumentError(outcome.message);
  return responseBytes(outcome.result);
}

function toServiceError(exporter: Exporter, error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof InvalidArgumentError) {
    return withDetails(grpc.status.INVALID_ARGUMENT, error.message);
  }
  if (error instanceof OverloadedError) {
    return withDetails(grpc.status.RESOURCE_EXHAUSTED, error.message, error.retryAfterSeconds);
  }
  if (error instanceof StoreFailedError) {
    return withDetails(grpc.status.UNAVAILABLE, error.message, storeRetrySeconds);
  }
  exporter.intake.counters.refused(receiverId, "internal-error");
  const message = error instanceof Error ? error.message : String(error);
  return withDetails(grpc.status.INTERNAL, `Sidelight failed on this request: ${message}`);
}

/** `grpc-status-details-bin` is what the specification names; Python looks for the RetryInfo alone. */
function withDetails(
  code: grpc.status,
  message: string,
  retryAfterSeconds?: number,
): grpc.StatusObject {
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", statusBytes(code, message, retryAfterSeconds));
  if (retryAfterSeconds !== undefined) {
    metadata.set("google.rpc.retryinfo-bin", retryInfo(retryAfterSeconds));
  }
  return { code, details: message, metadata };
}

function shutDown(server: grpc.Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}

const asIs = (bytes: Buffer): Buffer => bytes;
