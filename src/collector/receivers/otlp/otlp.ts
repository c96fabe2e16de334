// OpenTelemetry's own protocol: logs, spans and metrics over HTTP and gRPC (opentelemetry-proto 1.x).

import type { CreateReceiver } from "../../pipeline/receiver";
import { Decoder } from "./decoder";
import { receiverId } from "./exportRequest";
import { createGrpcListener } from "./grpc";
import { createOtlpRoute } from "./http";

export const createOtlp: CreateReceiver = (context) => {
  const { intake, roles } = context;
  const exporter = {
    intake,
    decoder: new Decoder(intake, roles, context.now()),
    now: () => context.now(),
  };
  return {
    id: receiverId,
    title: "OpenTelemetry",
    routes: [createOtlpRoute(exporter)],
    listeners: [createGrpcListener(exporter, context.memory)],
  };
};
