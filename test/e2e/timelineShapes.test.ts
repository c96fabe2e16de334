// Requests that are not as one would draw them: parents that never came, spans that are their own ancestors, clocks
// that disagree, and five thousand spans; in the real editor.

import { expect, test } from "vitest";
import type { Editor, Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { type AppSpan, sendSpans } from "./telemetry";

let editor: Editor;
let window: Window;
editorOfTests((opened) => ({ editor, window } = opened));

const id = (length: number, n: number) => `b${n.toString(16).padStart(length - 1, "0")}`;
/** Names without numbers, so that they are no repeats of each other. */
const word = (n: number) => String(n).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)]!);
const startMs = Date.now() - 60_000;

/** The nth span of a request; times in ms after its start. */
const aSpan = (traceId: string, n: number, given: Partial<AppSpan> = {}): AppSpan => ({
  traceId,
  spanId: id(16, n),
  name: `step ${n}`,
  service: "shop",
  startMs: startMs + n,
  durationMs: 1,
  ...given,
});

async function open(traceId: string, spans: readonly AppSpan[]) {
  const collector = await editor.collector();
  for (let from = 0; from < spans.length; from += 500) {
    await sendSpans(collector, spans.slice(from, from + 500));
  }
  await window.run("Sidelight: Open Timeline");
  const timeline = await window.panel("timeline");
  const input = timeline.getByLabel("Request, trace or span id");
  await input.fill(traceId);
  await input.press("Enter");
  return timeline;
}

test("a parent that never came has a row, a circle is cut and a clock corrected; the foot says so", async () => {
  await window.run("Sidelight: Start Collector");
  const traceId = id(32, 1);

  const timeline = await open(traceId, [
    aSpan(traceId, 1, { name: "GET /cart", startMs, durationMs: 400 }),
    aSpan(traceId, 2, { name: "lost child", parentSpanId: id(16, 99) }),
    aSpan(traceId, 3, { name: "circle a", parentSpanId: id(16, 4) }),
    aSpan(traceId, 4, { name: "circle b", parentSpanId: id(16, 3) }),
    aSpan(traceId, 5, {
      name: "read stock",
      service: "stock",
      parentSpanId: id(16, 1),
      startMs: startMs - 5_000,
      durationMs: 100,
    }),
  ]);

  await timeline.getByText("named as parent, but it never came").waitFor();
  for (const name of ["lost child", "circle a", "circle b", "read stock"]) {
    await timeline.getByText(name).first().waitFor();
  }
  const foot = timeline.locator("footer");
  await expect.poll(() => foot.innerText()).toMatch(/clock skew of stock corrected by \+5\./);
  expect(await foot.innerText()).toContain("1 span whose parent never came");
  expect(await foot.innerText()).toContain("own ancestor");
  await window.shot("timeline-odd");
  await timeline.getByRole("button", { name: "Recent requests (Esc)" }).click();
});

test("five thousand spans are there, and their end is one key away", async () => {
  const traceId = id(32, 2);
  const spans = Array.from({ length: 5_000 }, (_, n) =>
    n === 0
      ? aSpan(traceId, 1, { name: "batch", startMs, durationMs: 5_100 })
      : aSpan(traceId, n + 1, {
          name: `item ${word(n)}`,
          parentSpanId: id(16, 1),
          durationMs: 1 + (n % 40),
        }),
  );

  const timeline = await open(traceId, spans);
  await timeline.getByText("5,000 spans").first().waitFor();
  await window.shot("timeline-5000");
  const rows = timeline.locator(".list-row");
  expect(await rows.count()).toBeLessThan(200);
  await timeline.getByRole("grid").first().focus();
  await window.page.keyboard.press("End");

  await timeline
    .getByText(`item ${word(4_999)}`)
    .first()
    .waitFor();
  await window.shot("timeline-5000-end");
});
