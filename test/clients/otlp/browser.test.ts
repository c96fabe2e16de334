// OpenTelemetry's web SDK in a real browser: the snippet of "Connect an App…" in a page of localhost, and in one
// of another site, which may not send.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressesOf } from "../../../src/shared/connect/addresses";
import { textOf } from "../../../src/shared/connect/connection";
import { connectionsFor } from "../../../src/shared/connect/connections";
import { root, TestCollector } from "../collector";

const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
  "--host-resolver-rules=MAP other.example 127.0.0.1",
];

let collector: TestCollector;
let browser: Browser;
let pages: Server;
let port: number;
beforeAll(async () => {
  collector = await TestCollector.start();
  const script = await bundled();
  pages = createServer((request, response) => {
    if (request.url === "/app.js") {
      response.writeHead(200, { "Content-Type": "text/javascript" }).end(script);
    } else {
      const page = `<!doctype html><title>shop</title><script src="/app.js"></script>`;
      response.writeHead(200, { "Content-Type": "text/html" }).end(page);
    }
  });
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  ({ port } = pages.address() as AddressInfo);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: flags,
  });
});
afterAll(async () => {
  await browser.close();
  pages.close();
  await collector.stop();
});

/** What a page's author would build of the snippet. */
async function bundled(): Promise<string> {
  const way = connectionsFor(new Set(["otlp"])).find(({ id }) => id === "browser-otlp")!;
  const result = await build({
    stdin: {
      contents: textOf(way, addressesOf(collector.endpoints)),
      resolveDir: join(root, "test/clients"),
      loader: "js",
    },
    bundle: true,
    write: false,
    format: "iife",
    target: "chrome122",
  });
  return result.outputFiles[0]!.text;
}

async function open(host: string): Promise<{ statuses: number[]; failures: number }> {
  const page = await browser.newPage();
  const statuses: number[] = [];
  let failures = 0;
  const settled = new Promise<void>((resolve) => {
    page.on("response", (response) => {
      if (!response.url().endsWith("/v1/traces") || response.request().method() !== "POST") return;
      statuses.push(response.status());
      resolve();
    });
    page.on("requestfailed", (request) => {
      if (!request.url().endsWith("/v1/traces")) return;
      failures++;
      resolve();
    });
  });
  await page.goto(`http://${host}:${port}/`);
  await settled;
  await page.close();
  return { statuses, failures };
}

describe("OpenTelemetry's web SDK", () => {
  it("sends from a page of localhost, after the browser has asked whether it may", async () => {
    expect(await open("localhost")).toEqual({ statuses: [200], failures: 0 });

    const [span] = await collector.waitFor("service:my-page", "spans");
    expect(span).toMatchObject({ name: "hello", receiver: "otlp" });
  });

  it("may not send from a page of another site, which is counted", async () => {
    const { failures } = await open("other.example");

    expect(failures).toBeGreaterThan(0);
    expect(await collector.rows("service:my-page", "spans")).toHaveLength(1);
    const { receivers } = await collector.stats();
    const otlp = receivers.find((one: { receiver: string }) => one.receiver === "otlp");
    expect(otlp.refused["foreign-origin"]).toBeGreaterThan(0);
  });
});
