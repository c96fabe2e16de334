// The Logs panel in a real Chromium (headless, software rendering, on the same cores) while 50,000 log records a
// second arrive for eight seconds: frames a second by requestAnimationFrame, and the longest gap between two.

import { chromium } from "playwright-core";
import type { Figure } from "./figure";
import { send, startProduct } from "./product";

const flags =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export async function panel(): Promise<Figure[]> {
  const product = await startProduct();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: flags.split(" "),
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    await page.goto(`${product.ui}&panel=logs`);
    const before = (await product.collector.stats()).rows.logs;
    const sending = send("OTLP/HTTP protobuf logs at 50 k/s", product.endpoints.http ?? "", 8);
    await page.waitForTimeout(1000);
    const frames = await page.evaluate(
      () =>
        new Promise<number[]>((done) => {
          const times: number[] = [];
          const end = performance.now() + 6000;
          const tick = (now: number) => {
            times.push(now);
            if (now < end) requestAnimationFrame(tick);
            else done(times);
          };
          requestAnimationFrame(tick);
        }),
    );
    const sent = await sending;
    const gaps = frames.slice(1).map((time, i) => time - (frames[i] ?? time));
    const seconds = ((frames.at(-1) ?? 0) - (frames[0] ?? 0)) / 1000;
    const rate = Math.round(sent.records / sent.seconds);
    const stored = (await product.collector.stats()).rows.logs - before;
    return [
      {
        name: "Logs panel, tail at 50 k records/s: frames",
        value: (frames.length - 1) / seconds,
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
