// hot-shots by its own `uds` protocol: datagrams to a Unix socket.
import { StatsD } from "hot-shots";

const client = new StatsD({
  protocol: "uds",
  path: process.env.SOCKET,
  globalTags: { service: "node-shop" },
  errorHandler: (error) => {
    throw error;
  },
});
const sent = (send) =>
  new Promise((resolve, reject) => send((error) => (error ? reject(error) : resolve())));
await sent((done) => client.increment("node.uds.hits", 2, undefined, done));
await sent((done) => client.increment("node.uds.hits", 3, undefined, done));
await sent((done) => client.distribution("node.uds.size", 12.5, undefined, done));
await sent((done) =>
  client.event("node deploy", "by datagram", { alert_type: "warning" }, undefined, done),
);
await new Promise((resolve) => client.close(resolve));
