// The Metrics panel over a real store in a real Chromium: a gauge, a timer and a histogram with the figures of what
// was sent, split by a tag, and found by the search.

import { createSocket } from "node:dgram";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { patienceMs } from "../../patience";
import { launchBrowser } from "../../webview/fake/browser";
import { TestCollector } from "../collector";

let collector: TestCollector;
let browser: Browser;
let page: Page;

const tag = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** A histogram of 100 samples, and of another worker 10 of which all are alike. */
async function sendByOtlp(): Promise<void> {
  const now = BigInt(Date.now()) * 1_000_000n;
  const time = { startTimeUnixNano: String(now - 10n ** 9n), timeUnixNano: String(now) };
  const bounds = { explicitBounds: [10, 20, 40] };
  const metrics = [
    {
      name: "job.duration",
      unit: "ms",
      histogram: {
        aggregationTemporality: 1,
        dataPoints: [
          {
            ...{ ...time, ...bounds, attributes: [tag("worker", "w1")] },
            ...{ count: "100", sum: 1400, min: 0, max: 40, bucketCounts: ["50", "45", "5", "0"] },
          },
        ],
      },
    },
    {
      name: "pool.size",
      gauge: {
        dataPoints: [
          { ...time, asInt: "7", attributes: [tag("pool", "read")] },
          { ...time, asInt: "3", attributes: [tag("pool", "write")] },
        ],
      },
    },
  ];
  const reply = await fetch(`${collector.endpoints["http"]}/v1/metrics`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      resourceMetrics: [
        { resource: { attributes: [tag("service.name", "jobs")] }, scopeMetrics: [{ metrics }] },
      ],
    }),
  });
  expect(await reply.json()).toEqual({});
}

/** A timer of ten samples of 10 ms and ten of 40, by each of two routes; and a counter. */
async function sendByStatsd(): Promise<void> {
  const [host = "", port = ""] = (collector.endpoints["statsd"] ?? "").split(":");
  const lines = ["/a", "/b"].flatMap((route) =>
    [10, 40].flatMap((ms) => Array<string>(10).fill(`took:${ms}|ms|#route:${route}`)),
  );
  const socket = createSocket("udp4");
  const packet = [...lines, "hits:12|c"].join("\n");
  await new Promise<void>((resolve) =>
    socket.send(packet, Number(port), host, () => socket.close(resolve)),
  );
}

beforeAll(async () => {
  collector = await TestCollector.start();
  await sendByOtlp();
  await sendByStatsd();
  await collector.waitFor("", "metrics", 6);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  page.setDefaultTimeout(patienceMs);
  const url = new URL(collector.ui);
  url.searchParams.set("panel", "metrics");
  await page.goto(url.href);
  await page.waitForSelector(".card canvas");
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});

const card = (name: string) => page.getByRole("region", { name: new RegExp(`^${name}, `) });
const headline = async (name: string) => (await card(name).locator(".headline").innerText()).trim();
const legend = (name: string) => card(name).locator(".legend li").allInnerTexts();
const numbers = async (name: string) =>
  (await legend(name)).map((text) => Number(/ ([\d.]+) ms$/.exec(text)?.[1]));

test("a histogram has the percentiles of its buckets and its number of samples", async () => {
  await expect.poll(() => legend("job.duration")).toEqual(["p50 10 ms", "p95 20 ms", "p99 36 ms"]);
  expect(await headline("job.duration")).toMatch(/^10\s+ms p50 · 100 samples$/);
});

test("a gauge has its value now, each series a line", async () => {
  await expect.poll(() => legend("pool.size")).toEqual(["pool=read 7", "pool=write 3"]);
  expect(await headline("pool.size")).toMatch(/^5\s+mean of 2 now · 5 avg · 7 max$/);
});

test("a counter has its total", async () => {
  await expect.poll(() => headline("hits")).toMatch(/\b12\s+total\b/);
});

test("a timer has the percentiles of all its samples, and split by a tag one line a value", async () => {
  await expect.poll(() => headline("took")).toMatch(/ms p50 · 40 samples$/);
  const [p50 = 0, p95 = 0, p99 = 0] = await numbers("took");
  expect(p50).toBeCloseTo(10, 0);
  expect(p95).toBeCloseTo(40, -0.5);
  expect(p99).toBeCloseTo(40, -0.5);

  await page.click('[aria-label="Actions of took"]');
  await page.click('[role^="menuitem"] >> text=By route');

  await expect
    .poll(() => legend("took"))
    .toEqual([
      "p95 of",
      expect.stringMatching(/^\/a .* ms$/),
      expect.stringMatching(/^\/b .* ms$/),
    ]);
  for (const value of (await numbers("took")).slice(1)) expect(value).toBeCloseTo(40, -0.5);
});

test.each([
  ["type:gauge", ["pool.size"]],
  ["name:job.*", ["job.duration"]],
  ["route:/a", ["took"]],
  ["service:jobs", ["job.duration", "pool.size"]],
])("the search for %s leaves %j", async (query, names) => {
  await page.fill("#query", query);

  await expect.poll(() => page.locator(".card-name .code").allInnerTexts()).toEqual(names);
});
