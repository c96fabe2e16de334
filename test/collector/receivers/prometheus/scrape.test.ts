import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { fetchExposition } from "../../../../src/collector/receivers/prometheus/fetchExposition";
import { PointMaker } from "../../../../src/collector/receivers/prometheus/points";
import { createPrometheus } from "../../../../src/collector/receivers/prometheus/prometheus";
import { readSettings, targetUrl } from "../../../../src/collector/receivers/prometheus/settings";
import { Target } from "../../../../src/collector/receivers/prometheus/target";
import { StoreFailedError } from "../../../../src/collector/pipeline/intake";
import { TestContext, until } from "../aContext";
import { plain, seconds } from "./harness";

const text = "text/plain; version=0.0.4";
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const ending: (() => void)[] = [];
afterEach(() => {
  for (const end of ending.splice(0)) end();
});

/** An app on a free port of 127.0.0.1. */
async function anApp(answer: Answer): Promise<URL> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
}

const exposing =
  (body: string | Buffer, type = text, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(200, { "content-type": type, ...headers }).end(body);

/** An app whose exposition can be changed, and its target. */
async function aTarget(body: string, type = text, name = "orders") {
  const app = { body, type, status: 200, asked: [] as IncomingMessage[] };
  const url = await anApp((request, response) => {
    app.asked.push(request);
    response.writeHead(app.status, { "content-type": app.type }).end(app.body);
  });
  const context = new TestContext();
  const maker = new PointMaker(context.intake, "prometheus", context.clock);
  const target = new Target({ name, url, intervalMs: 3_600_000 }, context, maker);
  return {
    app,
    context,
    target,
    url,
    scrape: async () => {
      context.clock += seconds(20);
      const before = context.points.length;
      await target.scrape();
      await context.intake.flush();
      return context.points.slice(before).map(plain);
    },
  };
}

describe("a scrape", () => {
  it("stores what is exposed, and that the target is up", async () => {
    const { scrape, target, url } = await aTarget("x 1\ny_total 2\n");

    const points = await scrape();

    expect(points.map(({ name, value }) => [name, value])).toEqual([
      ["up", 1],
      ["scrape_duration_seconds", expect.any(Number)],
      ["scrape_samples_scraped", 2],
      ["x", 1],
      ["y_total", 0],
    ]);
    expect(points[3]).toMatchObject({
      service: "orders",
      resource: { "service.name": "orders", "service.instance.id": url.host },
    });
    expect(target.stats()).toEqual({
      name: "orders",
      address: url.href,
      isUp: true,
      samples: 2,
      lastTime: "2023-11-14T22:13:40.250Z",
    });
  });

  it("asks as Prometheus does", async () => {
    const { app, scrape } = await aTarget("x 1\n");

    await scrape();

    expect(app.asked[0]?.url).toBe("/metrics");
    expect(app.asked[0]?.headers).toMatchObject({
      accept: expect.stringContaining("application/openmetrics-text;version=1.0.0"),
      "accept-encoding": "gzip",
      "x-prometheus-scrape-timeout-seconds": "10",
    });
  });

  it("of OpenMetrics is read as such", async () => {
    const { scrape } = await aTarget(
      '# TYPE x counter\nx_total 2 1700000001.5 # {trace_id="5b8efff798038103d269b633813fc60c"} 1\n# EOF\n',
      openMetrics,
    );

    expect((await scrape()).at(-1)).toMatchObject({
      name: "x_total",
      time: "1700000001500000000",
      exemplars: [{ traceId: "5b8efff798038103d269b633813fc60c" }],
    });
  });

  it("takes the service's name and resource from `target_info` where the user gave none", async () => {
    const info = 'target_info{service_name="checkout",service_version="1.2",zone="b"} 1\nx 1\n';
    const { scrape, target } = await aTarget(info, text, "");

    expect((await scrape()).at(-1)).toMatchObject({
      service: "checkout",
      resource: { "service.name": "checkout", "service.version": "1.2", zone: "b" },
    });
    expect(target.stats().name).toBe("checkout");
  });

  it("counts in whole what a process counted that began while we watched", async () => {
    const began = 1_700_000_005;
    const { scrape } = await aTarget(`process_start_time_seconds ${began}\nx_total 7\n`);

    expect((await scrape()).at(-1)).toMatchObject({ value: 7, start: `${began}000000000` });
  });

  it("sees a restarted process by its start, though its counter is higher", async () => {
    const { app, scrape } = await aTarget("process_start_time_seconds 1700000005\nx_total 7\n");
    await scrape();

    app.body = "process_start_time_seconds 1700000035\nx_total 9\n";

    expect((await scrape()).at(-1)).toMatchObject({ name: "x_total", value: 9 });
  });

  it("does not take a start that is computed a little otherwise for a restart", async () => {
    const { app, scrape } = await aTarget("process_start_time_seconds 1700000005.1\nx_total 7\n");
    await scrape();

    app.body = "process_start_time_seconds 1700000005.9\nx_total 9\n";

    expect((await scrape()).at(-1)).toMatchObject({ name: "x_total", value: 2 });
  });

  it("says nothing of a series that is gone", async () => {
    const { app, scrape } = await aTarget("x 1\ny 2\n");
    await scrape();

    app.body = "x 3\n";

    expect((await scrape()).map(({ name }) => name)).not.toContain("y");
  });

  it("keeps what it can read of an exposition, and says where the rest is wrong", async () => {
    const { context, scrape, target } = await aTarget("x 1\ny one\nz 3\n");

    expect((await scrape()).map(({ name }) => name)).toEqual(expect.arrayContaining(["x", "z"]));
    expect(target.stats()).toMatchObject({ isUp: true, lastError: "line 2: bad-value" });
    expect(context.refused("prometheus")).toEqual({ "bad-value": 1 });
    expect(context.counters.refusals("prometheus")[0]?.sample).toBe("y one");
  });

  it("whose points could not be stored loses no increase", async () => {
    const { app, context, scrape, target } = await aTarget("x_total 1\n");
    await scrape();
    const accept = context.intake.accept.bind(context.intake);
    context.intake.accept = () => Promise.reject(new StoreFailedError("disk"));
    app.body = "x_total 5\n";
    await scrape();
    expect(target.stats().lastError).toContain("could not write");
    context.intake.accept = accept;

    app.body = "x_total 6\n";

    expect((await scrape()).at(-1)).toMatchObject({ name: "x_total", value: 5 });
  });
});

describe("a target that is down", () => {
  it.each<[string, (app: { body: string; type: string; status: number }) => void, string]>([
    ["answers another status", (app) => (app.status = 503), "answered 503"],
    [
      "answers with a page",
      (app) => (app.type = "text/html; charset=utf-8"),
      "answered with text/html",
    ],
    [
      "answers with something else",
      (app) => (app.body = "hello there\n"),
      "exposes no metrics (line 1",
    ],
    ["is cut off", (app) => (app.type = openMetrics), "does not end with # EOF"],
  ])("because it %s has `up` 0 and the reason", async (_name, change, reason) => {
    const { app, scrape, target } = await aTarget("x 1\n");
    await scrape();

    change(app);
    const points = await scrape();

    expect(points.map(({ name, value }) => [name, value])).toEqual([["up", 0]]);
    expect(target.stats()).toMatchObject({
      isUp: false,
      samples: 0,
      lastError: expect.stringContaining(reason),
    });
  });

  it("because nobody listens has `up` 0 and the reason, and is counted as no refusal", async () => {
    const { context, scrape, target } = await aTarget("x 1\n");
    ending.pop()!();

    expect(await scrape()).toMatchObject([{ name: "up", value: 0, service: "orders" }]);
    expect(target.stats().lastError).toBe("refuses the connection");
    expect(context.refused("prometheus")).toEqual({});
  });

  it("is up again when it answers", async () => {
    const { app, scrape, target } = await aTarget("x 1\n");
    app.status = 500;
    await scrape();

    app.status = 200;
    await scrape();

    expect(target.stats()).toMatchObject({ isUp: true, samples: 1 });
    expect(target.stats()).not.toHaveProperty("lastError");
  });
});

describe("a fetch", () => {
  const never = new AbortController().signal;

  it("undoes gzip", async () => {
    const url = await anApp(exposing(gzipSync("x 1\n"), text, { "content-encoding": "gzip" }));

    const fetched = await fetchExposition(url, never);

    expect(fetched).toEqual({ body: Buffer.from("x 1\n"), format: "text" });
  });

  it.each(["", "text/plain", "text/plain; version=1.0.0; escaping=allow-utf-8", "x/y"])(
    "takes %j for the text format",
    async (type) => {
      const url = await anApp(exposing("x 1\n", type));

      expect(await fetchExposition(url, never)).toMatchObject({ format: "text" });
    },
  );

  it("follows no redirect", async () => {
    let askedElsewhere = 0;
    const elsewhere = await anApp((_request, response) => {
      askedElsewhere++;
      response.end("x 1\n");
    });
    const url = await anApp((_request, response) =>
      response.writeHead(302, { location: elsewhere.href }).end(),
    );

    const { error } = await fetchExposition(url, never);

    expect(error).toContain("answered 302");
    expect(error).toContain("not followed");
    expect(askedElsewhere).toBe(0);
  });

  it("gives up on what does not answer", async () => {
    const url = await anApp(() => undefined);

    expect(await fetchExposition(url, never, 50)).toEqual({
      error: "did not answer within 0.05 s",
    });
  });

  it("stops in the middle when the collector ends", async () => {
    const abort = new AbortController();
    const url = await anApp((_request, response) => {
      response.write("x 1\n");
      abort.abort();
    });

    expect(await fetchExposition(url, abort.signal)).toHaveProperty("error");
  });

  it.each([false, true])("takes no more than the bound, packed: %s", async (isPacked) => {
    const huge = Buffer.alloc(33 * 1024 * 1024, "x");
    const url = await anApp(
      exposing(
        isPacked ? gzipSync(huge) : huge,
        text,
        isPacked ? { "content-encoding": "gzip" } : {},
      ),
    );

    expect((await fetchExposition(url, never)).error).toContain("more than 32 MiB");
  });
});

describe("settings", () => {
  it.each([
    ["8000", "http://localhost:8000/metrics"],
    [":8000", "http://localhost:8000/metrics"],
    ["localhost:8000", "http://localhost:8000/metrics"],
    ["http://127.0.0.1:9464/", "http://127.0.0.1:9464/metrics"],
    ["https://example.test/a/b?c=d", "https://example.test/a/b?c=d"],
    ["", undefined],
    ["http://", undefined],
    ["a b", undefined],
  ])("the address %j is %s", (address, url) => {
    expect(targetUrl(address)?.href).toBe(url);
  });

  it("that are wrong are as though they were not there", () => {
    expect(readSettings({ targets: [1], scrapeIntervalSeconds: "5", discover: "x" })).toEqual({
      targets: {},
      scrapeIntervalMs: 5000,
      discover: "off",
    });
  });

  it("name targets that are asked from the start, every interval, until the end", async () => {
    let asked = 0;
    const url = await anApp((_request, response) => {
      asked++;
      response.end("x 1\n");
    });
    const context = new TestContext({ targets: { app: url.host }, scrapeIntervalSeconds: 1 });
    const receiver = createPrometheus(context);

    await until(() => asked >= 2);
    await receiver.dispose?.();

    expect(receiver.targets?.()).toMatchObject([{ name: "app", isUp: true }]);
    expect(context.points.map(({ series }) => series.name)).toContain("x");
  });

  it("that name no address are said so", async () => {
    const receiver = createPrometheus(new TestContext({ targets: { app: "http://" } }));

    expect(receiver.targets?.()).toMatchObject([
      { name: "app", lastError: expect.stringMatching(/no address/) },
    ]);
    await receiver.dispose?.();
  });

  it("name nothing by default: nobody is asked", async () => {
    const receiver = createPrometheus(new TestContext());

    expect(receiver.targets?.()).toEqual([]);
    await receiver.dispose?.();
  });
});
