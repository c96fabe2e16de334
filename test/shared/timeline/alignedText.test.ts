import { describe, expect, it } from "vitest";
import { alignedJson, alignedText } from "../../../src/shared/timeline/alignedText";
import { alignTimelines } from "../../../src/shared/timeline/alignTimelines";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { aLog, aRequest, aSpan } from "./builders";

function request(id: string, isFailed: boolean) {
  const status = isFailed ? { status: "error" as const } : {};
  const logOf = (body: string) =>
    aLog({ atMs: 2, body, traceId: "t1", spanId: "root", source: { file: "a.ts", line: 7 } });
  return buildTimeline(
    aRequest({
      id,
      spans: [aSpan({ id: "root", tookMs: isFailed ? 90 : 20, ...status })],
      logs: [
        logOf(isFailed ? "retry 1 of 3" : "retry 2 of 3"),
        ...(isFailed ? [logOf("gave up")] : []),
      ],
    }),
  );
}

const left = request("r1", true);
const right = request("r2", false);
const aligned = alignTimelines(left, right);

describe("two requests as text", () => {
  it("marks each row, and the first difference by an arrow", () => {
    expect(alignedText(left, right, aligned).split("\n")).toEqual([
      "first   root · failed · 90 ms · id r1 · from 2026-09-21T14:13:20.000000000Z",
      "second  root · ok · 20 ms · id r2 · from 2026-09-21T14:13:20.000000000Z",
      "",
      " · +0 ns 90 ms | +0 ns 20 ms  shop  FAILED root  [status error → ok, duration 90 ms → 20 ms]",
      "→~ +2 ms       | +2 ms        shop    I retry 1 of 3 (a.ts:7)  [1 → 2]",
      " < +2 ms       |              shop    I gave up (a.ts:7)",
      "",
      "2 of 3 rows differ. ~ differs, < only in the first, > only in the second, · follows from what is inside it.",
      "",
    ]);
  });

  it("gives an object a row with both sides and their sources", () => {
    const rows = alignedJson(aligned);

    expect(
      rows.map(({ state, isFirst, isConsequence }) => [state, isFirst, isConsequence]),
    ).toEqual([
      ["different", undefined, true],
      ["different", true, undefined],
      ["left", undefined, undefined],
    ]);
    expect(rows[1]).toMatchObject({
      differences: [{ kind: "value", name: "#1", left: "1", right: "2" }],
      left: { kind: "log", text: "retry 1 of 3", offsetNanos: "2000000", source: { line: 7 } },
      right: { text: "retry 2 of 3" },
    });
    expect(rows[2]).not.toHaveProperty("right");
  });

  it("says when nothing differs", () => {
    expect(alignedText(left, left, alignTimelines(left, left))).toContain("No row differs.");
  });
});
