// @sentry/node as an app uses it: by DSN, by Spotlight, or launched with its environment; the argument says which.
import * as Sentry from "@sentry/node";

const [, , way] = process.argv;
const http = process.env.SIDELIGHT_HTTP;
const ways = {
  dsn: () => ({ dsn: `http://00000000000000000000000000000001@${new URL(http).host}/1` }),
  spotlight: () => ({ spotlight: `${http}/stream` }),
  launched: () => ({}),
};
Sentry.init({
  ...ways[way](),
  ...(way === "launched" ? {} : { release: "node-shop@1.2.3" }),
  environment: "dev",
  tracesSampleRate: 1,
  enableLogs: true,
});

function charge(amount) {
  throw new TypeError(`no money for ${amount} by ${way}`);
}

function pay(order) {
  try {
    charge(order.amount);
  } catch (cause) {
    throw new Error(`order ${order.id} failed by ${way}`, { cause });
  }
}

Sentry.setTag("request_id", `req-node-${way}`);
Sentry.addBreadcrumb({ category: "cart", message: "item added", data: { item: 7 } });
Sentry.startSpan({ op: "http.server", name: `GET /node/${way}` }, () => {
  Sentry.startSpan({ op: "db.query", name: "SELECT order" }, () => undefined);
  try {
    pay({ id: 7, amount: 12.5 });
  } catch (error) {
    Sentry.captureException(error);
  }
  Sentry.logger.warn(Sentry.logger.fmt`stock of ${"tea"} is low`, { left: 2 });
  Sentry.metrics?.count("orders", 3, { attributes: { tenant: "acme" } });
  Sentry.metrics?.distribution("took", 12.5, { unit: "millisecond" });
});
Sentry.captureMessage(`hello from node by ${way}`, "info");
Sentry.captureCheckIn({ monitorSlug: "hourly", status: "ok", duration: 1.5 });
await Sentry.close(60_000);
