import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { LogJson } from "../../../src/shared/contract/json";
import { ListScroll } from "../../../webview/lib/listScroll";
import type { RowWindow } from "../../../webview/lib/rowWindow";
import { collapsed, CollapsedTail } from "../../../webview/logs/repeats";

const row = (seq: number, pattern: string | undefined, over: Partial<LogJson> = {}): LogJson => ({
  time: "2024-01-01T12:00:00Z",
  body: `message ${seq}`,
  attributes: {},
  resource: {},
  receiver: "otlp",
  service: "shop",
  severity: "INFO",
  seq,
  ...(pattern === undefined ? {} : { pattern }),
  ...over,
});
const linesOf = (rows: readonly LogJson[], expanded?: ReadonlySet<number>) =>
  collapsed(rows, expanded).map(
    ({ firstSeq, row: { seq }, count }) => `${firstSeq}-${seq}×${count}`,
  );

describe("rows side by side of one pattern", () => {
  it("are one line, the newest of them", () => {
    const rows = [row(1, "a"), row(2, "b"), row(3, "b"), row(5, "b"), row(6, "a")];

    expect(linesOf(rows)).toEqual(["1-1×1", "2-5×3", "6-6×1"]);
  });

  it("of another service or level are another line", () => {
    const rows = [row(1, "a"), row(2, "a", { service: "db" }), row(3, "a", { severity: "ERROR" })];

    expect(linesOf(rows)).toHaveLength(3);
  });

  it("without a pattern stay as they are", () => {
    expect(linesOf([row(1, undefined), row(2, undefined)])).toHaveLength(2);
  });

  it("that are expanded stay row by row, and the next ones are collapsed", () => {
    const rows = [row(1, "a"), row(2, "a"), row(3, "b"), row(4, "b")];

    expect(linesOf(rows, new Set([1]))).toEqual(["1-1×1", "2-2×1", "3-4×2"]);
  });
});

it("the list is as long as there are lines, and a record is found in its line", () => {
  const window = signal<RowWindow<LogJson>>({ startRank: 0, rows: [row(1, "a"), row(2, "a")] });
  const tail = new CollapsedTail(window, new ListScroll());
  expect(tail.scroll.total.value).toBe(0);

  tail.isOn.value = true;
  expect(tail.scroll.total.value).toBe(1);

  window.value = { startRank: 0, rows: [row(1, "a"), row(2, "a"), row(3, "b"), row(4, "b")] };
  expect(tail.scroll.total.value).toBe(2);
  expect([1, 2, 4, 9].map((seq) => tail.rankOf(seq))).toEqual([0, 0, 1, -1]);

  tail.expand(3);
  expect(tail.scroll.total.value).toBe(3);
});
