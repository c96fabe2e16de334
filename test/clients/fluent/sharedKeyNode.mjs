// fluent-logger and @fluent-org/logger, set to a shared key, waiting for acknowledgements.
import { FluentClient } from "@fluent-org/logger";
import fluentLogger from "fluent-logger";

const port = Number(process.argv[2]);
const sharedKey = process.argv[3];

const sender = fluentLogger.createFluentSender("node.old", {
  host: "127.0.0.1",
  port,
  timeout: 60,
  requireAckResponse: true,
  security: { clientHostname: "client.localdomain", sharedKey },
});
await new Promise((resolve, reject) =>
  sender.emit("order", { message: "hello by fluent-logger" }, (error) =>
    error ? reject(error) : resolve(),
  ),
);
await new Promise((resolve) => sender.end(null, null, resolve));

const client = new FluentClient("node.new", {
  ack: { ackTimeout: 60_000 },
  security: { clientHostname: "client.localdomain", sharedKey },
  socket: { host: "127.0.0.1", port, timeout: 60_000 },
});
await client.emit("order", { message: "hello by @fluent-org" });
await client.disconnect();
