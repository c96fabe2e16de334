// prom-client: `serve` exposes OpenMetrics by HTTP until its input ends, else it pushes to the gateway's paths.
import http from "node:http";
import client from "prom-client";

if (process.argv[2] === "serve") serve();
else await push();

function serve() {
  const register = new client.Registry();
  register.setContentType(client.Registry.OPENMETRICS_CONTENT_TYPE);
  client.collectDefaultMetrics({ register });
  const registers = [register];
  const took = new client.Histogram({
    ...{ name: "node_request_seconds", help: "How long.", labelNames: ["path"] },
    ...{ registers, enableExemplars: true, buckets: [0.1, 1] },
  });
  const traceId = "5b8efff798038103d269b633813fc60c";
  took.observe({ labels: { path: "/x" }, value: 0.2, exemplarLabels: { traceId } });
  const hits = new client.Counter({ name: "node_hits_total", help: "Hits.", registers });
  hits.inc(2);
  const server = http.createServer(async (_request, response) => {
    response.setHeader("content-type", register.contentType);
    response.end(await register.metrics());
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
  process.stdin.resume().on("end", () => process.exit());
}

async function push() {
  const register = new client.Registry();
  const registers = [register];
  const jobs = new client.Counter({
    ...{ name: "node_jobs_total", help: "Jobs.", labelNames: ["kind"], registers },
  });
  jobs.inc({ kind: "mail" }, 3);
  const gateway = new client.Pushgateway(process.env.SIDELIGHT_HTTP, {}, register);
  await gateway.pushAdd({ jobName: "mailer", groupings: { shard: "1" } });
  await gateway.push({ jobName: "mailer all" });
  await gateway.delete({ jobName: "mailer all" });
}
