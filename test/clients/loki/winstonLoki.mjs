// winston-loki: JSON, and protobuf packed by the snappy library.
import winston from "winston";
import LokiTransport from "winston-loki";

for (const json of [true, false]) {
  const transport = new LokiTransport({
    host: process.env.SIDELIGHT_HTTP,
    labels: { app: "node-shop" },
    json,
    batching: false,
    onConnectionError: (error) => {
      process.stderr.write(`${error}\n`);
      process.exit(1);
    },
  });
  const logger = winston.createLogger({ format: winston.format.json(), transports: [transport] });
  const isLogged = new Promise((resolve) => transport.once("logged", resolve));
  logger.error(`hello by ${json ? "json" : "protobuf"}`, {
    requestId: "req-00001234",
    amount: 1.5,
  });
  await isLogged;
  await transport.flush();
}
