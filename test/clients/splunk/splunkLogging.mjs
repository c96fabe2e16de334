// splunk-logging, Splunk's own library for Node: an object and a text, in one batch.
import splunk from "splunk-logging";

const logger = new splunk.Logger({
  token: "any",
  url: process.env.SIDELIGHT_HTTP,
  maxBatchCount: 2,
});
logger.error = (error) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
};
logger.send({
  message: { msg: "hello from node", request_id: "req-00004321", amount: 1.5 },
  severity: "warning",
  metadata: { source: "node-shop", sourcetype: "httpevent", host: "farm.local" },
});
logger.send({ message: "failed in node", severity: "error" }, (error, _response, body) => {
  process.stdout.write(`${JSON.stringify(body)}\n`);
  process.exit(error ? 1 : 0);
});
