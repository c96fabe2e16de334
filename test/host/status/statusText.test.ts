import { expect, test } from "vitest";
import { shortCount, shortDuration } from "../../../src/host/figures";
import { statusText } from "../../../src/host/status/statusText";
import { aReceiver, someStats } from "../builders";

const connected = { kind: "connected", endpoints: {} } as const;

test("shows records a second and errors", () => {
  const stats = someStats({ recordsPerSecond: 1_234, levels: { ERROR: 10, FATAL: 2, INFO: 99 } });

  expect(statusText(connected, stats)).toMatchObject({
    text: "$(pulse) 1.2k/s $(error) 12",
    spoken: "Sidelight: 1.2k records a second, 12 errors so far",
    isFailing: false,
  });
});

test("without errors there is no error sign", () => {
  expect(statusText(connected, someStats({ recordsPerSecond: 3 })).text).toBe("$(pulse) 3/s");
});

test.each([
  ["stopped by the user", { kind: "stopped" } as const, false],
  ["connecting", { kind: "connecting" } as const, false],
  ["failed", { kind: "failed", message: "No answer." } as const, true],
])("is red only when nothing is received: %s", (_, state, isFailing) => {
  expect(statusText(state, undefined).isFailing).toBe(isFailing);
});

test("a collector that cannot store is failing, and says why", () => {
  const text = statusText(connected, someStats({ problem: "The disk is full." }));

  expect(text).toMatchObject({ isFailing: true, spoken: "Sidelight: The disk is full." });
});

test("losses and addresses are in the tooltip", () => {
  const receivers = [aReceiver({ dropped: { "queue-full": 4 } })];

  expect(statusText(connected, someStats({ receivers })).lines).toEqual([
    "0 records a second, 0 errors so far",
    "4 records lost",
    "OpenTelemetry: http://127.0.0.1:4318",
  ]);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1_000, "1.0k"],
  [9_960, "10k"],
  [999_600, "1.0M"],
  [1_234_567, "1.2M"],
])("%d is %s", (count, text) => {
  expect(shortCount(count)).toBe(text);
});

test.each([
  ["400000", "0.4 ms"],
  ["12000000", "12 ms"],
  ["1600000000", "1.6 s"],
  ["125000000000", "2 min 5 s"],
])("%s ns is %s", (nanos, text) => {
  expect(shortDuration(nanos)).toBe(text);
});
