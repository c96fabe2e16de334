// The Logs panel in a real Chromium (headless, software rendering, on the same cores) while 50,000 log records a
// second arrive for eight seconds: frames a second by requestAnimationFrame, and the longest gap between two.
// Send to visible row: 10,000 records a second whose message is the time of sending; each frame looks how old the newest row in the
// page is. That is the wait of a row and the time since the batch before it, so that a tail that stands still counts. The
// first seconds of an app, its collector and its page, in which all three are compiled, are a row of their own.

import type { Page } from "playwright-core";
import { startBrowser } from "./browser";
import { type Figure, percentile } from "./figure";
import { send, startProduct } from "./product";
import { postSteadily } from "./questions";
import { framesWhile } from "./timelinePanel";

const startSeconds = 3;
const steadySeconds = 8;

export async function panel(): Promise<Figure[]> {
  return [...(await frames()), ...(await visible()), ...(await scrolling())];
}

/** A million rows from end to end and back in three seconds: as a scroll bar is dragged. */
async function scrolling(): Promise<Figure[]> {
  const product = await startProduct();
  const browser = await startBrowser();
  try {
    const count = async () => (await product.collector.stats()).rows.logs;
    while ((await count()) < 1_000_000) {
      await send("OTLP/HTTP protobuf logs", product.endpoints.http ?? "", 2);
    }
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    await page.goto(`${product.ui}&panel=logs`);
    await page.waitForSelector(".list-row .cell-message");
    const { perSecond, longestMs } = await framesWhile(page, "scroll");
    const stoppedAt = performance.now();
    await page.waitForFunction(() => document.querySelector(".row-awaited") === null);
    const note = `${await count()} rows`;
    return [
      { name: "a million rows: scrolling", value: perSecond, unit: "frames/s", note },
      { name: "a million rows: scrolling, longest gap", value: longestMs, unit: "ms" },
      {
        name: "a million rows: stopped to all rows in view",
        value: performance.now() - stoppedAt,
        unit: "ms",
      },
    ];
  } finally {
    await browser.close();
    await product.stop();
  }
}

async function visible(): Promise<Figure[]> {
  const product = await startProduct();
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    await page.goto(`${product.ui}&panel=logs`);
    const sending = postSteadily(product, startSeconds + steadySeconds + 1);
    const start = await agesFor(page, startSeconds);
    const ages = await agesFor(page, steadySeconds);
    const sent = await sending;
    const note = `${sent} records in all, ${ages.length} frames`;
    return [
      {
        name: `send to visible row, 10 k records/s, first ${startSeconds} s, longest`,
        // No row is there before the first one.
        value: Math.max(...start.filter(Number.isFinite)),
        unit: "ms",
      },
      {
        name: "send to visible row, 10 k records/s, p50",
        value: percentile(ages, 0.5),
        unit: "ms",
      },
      {
        name: "send to visible row, 10 k records/s, p99",
        value: percentile(ages, 0.99),
        unit: "ms",
        target: { atMost: 250 },
        note,
      },
    ];
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** How old the newest row in the page is, in ms, each frame; infinite while there is none. */
async function agesFor(page: Page, seconds: number): Promise<number[]> {
  return await page.evaluate(
    (lastMs) =>
      new Promise<number[]>((done) => {
        const found: number[] = [];
        const end = performance.now() + lastMs;
        const look = () => {
          const text = document.querySelector("[role=grid], [role=table]")?.textContent ?? "";
          const times = [...text.matchAll(/sent (\d{13})/g)].map((match) => Number(match[1]));
          found.push(Date.now() - Math.max(...times));
          if (performance.now() < end) requestAnimationFrame(look);
          else done(found);
        };
        requestAnimationFrame(look);
      }),
    seconds * 1000,
  );
}

async function frames(): Promise<Figure[]> {
  const product = await startProduct();
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    await page.goto(`${product.ui}&panel=logs`);
    const before = (await product.collector.stats()).rows.logs;
    const sending = send("OTLP/HTTP protobuf logs at 50 k/s", product.endpoints.http ?? "", 8);
    await page.waitForTimeout(1000);
    const times = await page.evaluate(
      () =>
        new Promise<number[]>((done) => {
          const seen: number[] = [];
          const end = performance.now() + 6000;
          const tick = (now: number) => {
            seen.push(now);
            if (now < end) requestAnimationFrame(tick);
            else done(seen);
          };
          requestAnimationFrame(tick);
        }),
    );
    const sent = await sending;
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    const rate = Math.round(sent.records / sent.seconds);
    const stored = (await product.collector.stats()).rows.logs - before;
    return [
      {
        name: "Logs panel, tail at 50 k records/s: frames",
        value: (times.length - 1) / seconds,
        unit: "frames/s",
        target: { atLeast: 50 },
        note: `${rate} records/s sent, ${stored} stored`,
      },
      { name: "Logs panel, longest gap between frames", value: Math.max(...gaps), unit: "ms" },
    ];
  } finally {
    await browser.close();
    await product.stop();
  }
}
