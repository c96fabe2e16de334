import { describe, expect, test } from "vitest";
import { appEnvironment, serviceOfCommand } from "../../src/shared/appEnvironment";

const endpoints = { http: "http://127.0.0.1:4318", statsd: "127.0.0.1:8125" };

describe("an app's environment", () => {
  test("points the usual SDKs and clients at the collector", () => {
    expect(appEnvironment(endpoints, { run: "r1", service: "shop" }, {})).toEqual({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_RESOURCE_ATTRIBUTES: "sidelight.run=r1",
      OTEL_SERVICE_NAME: "shop",
      OTEL_BSP_SCHEDULE_DELAY: "500",
      OTEL_BLRP_SCHEDULE_DELAY: "500",
      OTEL_METRIC_EXPORT_INTERVAL: "5000",
      STATSD_HOST: "127.0.0.1",
      STATSD_PORT: "8125",
      DD_AGENT_HOST: "127.0.0.1",
      DD_DOGSTATSD_HOST: "127.0.0.1",
      DD_DOGSTATSD_PORT: "8125",
      SENTRY_SPOTLIGHT: "http://127.0.0.1:4318/run/r1/shop/stream",
      SIDELIGHT_RUN: "r1",
    });
  });

  test("keeps what the app says of itself", () => {
    const given = {
      OTEL_SERVICE_NAME: "own",
      OTEL_RESOURCE_ATTRIBUTES: "team=a",
      OTEL_METRIC_EXPORT_INTERVAL: "60000",
    };

    const added = appEnvironment(endpoints, { run: "a b", service: "shop" }, given);

    expect(added.OTEL_SERVICE_NAME).toBeUndefined();
    expect(added.OTEL_METRIC_EXPORT_INTERVAL).toBeUndefined();
    expect(added.OTEL_RESOURCE_ATTRIBUTES).toBe("team=a,sidelight.run=a%20b");
  });

  test("overrides an address of one signal, which would win", () => {
    const given = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://elsewhere/v1/traces" };

    expect(appEnvironment(endpoints, { run: "" }, given).OTEL_EXPORTER_OTLP_TRACES_ENDPOINT).toBe(
      "http://127.0.0.1:4318/v1/traces",
    );
  });

  test("says run and service in the address where a client can say neither", () => {
    const addressOf = (run: string, service?: string) =>
      appEnvironment(endpoints, { run, ...(service === undefined ? {} : { service }) }, {})
        .SENTRY_SPOTLIGHT;

    expect(addressOf("a b", "shop/1")).toBe("http://127.0.0.1:4318/run/a%20b/shop%2F1/stream");
    expect(addressOf("r1")).toBe("http://127.0.0.1:4318/run/r1/stream");
    expect(addressOf("", "shop")).toBe("http://127.0.0.1:4318/stream");
  });

  test("says nothing of what does not listen", () => {
    expect(appEnvironment({}, { run: "" }, {})).toEqual({});
  });
});

test.each([
  [["node", "src/worker.js"], "worker"],
  [["node", "index.js"], "shop"],
  [["python3", "-m", "x", "fetch.py"], "fetch"],
  [["npm", "start"], "shop"],
  [["./bin/api"], "api"],
  [["bash", "-c", "x"], "shop"],
])("%j is the service %s", (command, service) => {
  expect(serviceOfCommand(command, "/home/me/shop/")).toBe(service);
});
