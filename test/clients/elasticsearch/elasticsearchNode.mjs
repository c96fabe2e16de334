// The official client for Node, and winston's transport above it.
import { Client } from "@elastic/elasticsearch";
import winston from "winston";
import { ElasticsearchTransport } from "winston-elasticsearch";

const client = new Client({ node: process.env.SIDELIGHT_HTTP, compression: true });
const found = { tagline: (await client.info()).tagline, ping: await client.ping() };
found.index = (
  await client.index({ index: "shop", document: { message: "one from node", level: "warn" } })
).result;
const { errors, items } = await client.bulk({
  operations: [
    { create: { _index: "shop", _id: "7" } },
    { "@timestamp": "2026-01-01T00:00:00.123Z", message: "two from node", log: { level: "error" } },
  ],
});
found.bulk = { errors, status: items[0].create.status, id: items[0].create._id };
const { successful, failed } = await client.helpers.bulk({
  datasource: Array.from({ length: 300 }, (_, i) => ({ message: `many from node ${i}` })),
  onDocument: () => ({ create: { _index: "logs-shop-default" } }),
});
found.helpers = { successful, failed };

const transport = new ElasticsearchTransport({ client, level: "info", flushInterval: 50 });
const logger = winston.createLogger({ transports: [transport] });
// It writes by itself soon after the entry; the client tells of the answer.
const isSent = new Promise((resolve, reject) => {
  transport.on("error", reject);
  client.diagnostic.on("response", (error, { meta }) => {
    if (error) reject(error);
    else if (meta.request.params.path === "/_bulk") resolve();
  });
});
logger.error("failed in winston", { requestId: "req-00001234", amount: 1.5 });
await isSent;
process.stdout.write(JSON.stringify(found));
process.exit(0);
