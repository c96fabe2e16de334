// hot-shots, as Node apps use it.
import { StatsD } from "hot-shots";

const client = new StatsD({
  host: process.env.STATSD_HOST,
  port: Number(process.env.STATSD_PORT),
  globalTags: { service: "node-shop" },
});
const sent = (send) =>
  new Promise((resolve, reject) => send((error) => (error ? reject(error) : resolve())));
await sent((done) => client.increment("orders.placed", 2, ["tenant:acme"], done));
await sent((done) => client.timing("orders.time", 42, undefined, done));
await sent((done) => client.gauge("orders.open", 9, undefined, done));
await sent((done) => client.set("orders.users", "ann", undefined, done));
await sent((done) =>
  client.event("deployed", "version 8", { alert_type: "error" }, ["tenant:acme"], done),
);
await sent((done) =>
  client.check("db", client.CHECKS.WARNING, { message: "slow" }, undefined, done),
);
await new Promise((resolve) => client.close(resolve));
