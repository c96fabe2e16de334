// rollbar, as a Node app uses it, pointed at the collector.
import Rollbar from "rollbar";

const rollbar = new Rollbar({
  accessToken: "token",
  environment: "dev",
  endpoint: `${process.env.SIDELIGHT_HTTP}/api/1/item/`,
  captureUncaught: false,
});

function charge(amount) {
  throw new TypeError(`no money for ${amount}`);
}

function pay(order) {
  try {
    charge(order.amount);
  } catch (cause) {
    throw new Error(`order ${order.id} failed`, { cause });
  }
}

const sent = (send) =>
  new Promise((resolve, reject) => send((error) => (error ? reject(error) : resolve())));
await sent((done) =>
  rollbar.warning("hello from rollbar (Node)", { request_id: "req-rollbar-node", left: 2 }, done),
);
let failure;
try {
  pay({ id: 7, amount: 12.5 });
} catch (error) {
  failure = error;
}
await sent((done) => rollbar.error(failure, { request_id: "req-rollbar-node" }, done));
