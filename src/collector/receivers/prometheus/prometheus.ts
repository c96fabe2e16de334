// Prometheus: targets that are scraped, and on the one HTTP port remote write 1.0 and the Pushgateway's paths.

import type { CreateReceiver, Receiver } from "../../pipeline/receiver";
import { receiver } from "./names";
import { PointMaker } from "./points";
import { PushRoute } from "./push";
import { Scrapes } from "./scrapes";
import { WriteRoute } from "./write";

export const createPrometheus: CreateReceiver = (context): Receiver => {
  const points = new PointMaker(context.intake, receiver, context.now());
  const write = new WriteRoute(context, points);
  const scrapes = new Scrapes(context, points);
  scrapes.start();
  return {
    id: receiver,
    title: "Prometheus",
    routes: [new PushRoute(context, points), write],
    customaryPort: { name: "pushgateway", port: 9091 },
    targets: () => scrapes.stats(),
    dispose: async () => {
      await scrapes.dispose();
      write.flush();
    },
  };
};
