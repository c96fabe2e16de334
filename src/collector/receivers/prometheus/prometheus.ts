// Prometheus: remote write 1.0 and the Pushgateway's paths, on the one HTTP port.

import type { CreateReceiver, Receiver } from "../receiver";
import { receiver } from "./names";
import { PointMaker } from "./points";
import { PushRoute } from "./push";
import { WriteRoute } from "./write";

export const createPrometheus: CreateReceiver = (context): Receiver => {
  const points = new PointMaker(context.intake, receiver, context.now());
  const write = new WriteRoute(context, points);
  return {
    id: receiver,
    title: "Prometheus",
    routes: [new PushRoute(context, points), write],
    customaryPort: { name: "pushgateway", port: 9091 },
    dispose: () => {
      write.flush();
      return Promise.resolve();
    },
  };
};
