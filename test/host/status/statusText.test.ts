import { expect, test } from "vitest";
import { shortCount, shortDuration } from "../../../src/host/figures";
import { statusText } from "../../../src/host/status/statusText";
import type { ConnectionState } from "../../../src/shared/contract/hostApi";
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

test.each<[ConnectionState, { text: string; says: string; isFailing: boolean }]>([
  [
    { kind: "stopped" },
    {
      ...{ text: "$(pulse) Sidelight", isFailing: false },
      says: "The collector is not running. Click to start it.",
    },
  ],
  [
    { kind: "connecting" },
    {
      ...{ text: "$(loading~spin) Sidelight", isFailing: false },
      says: "Connecting to the collector…",
    },
  ],
  [
    connected,
    { text: "$(pulse) Sidelight", isFailing: false, says: "The collector is listening." },
  ],
  [
    { kind: "failed", message: "No answer." },
    { text: "$(warning) Sidelight", isFailing: true, says: "No answer." },
  ],
])("without figures it says how it stands: %o", (state, { text, says, isFailing }) => {
  expect(statusText(state, undefined)).toEqual({
    ...{ text, isFailing, lines: [says], spoken: `Sidelight: ${says}` },
  });
});

test("a collector that cannot store is failing, and says why", () => {
  const text = statusText(connected, someStats({ problem: "The disk is full." }));

  expect(text).toMatchObject({
    text: "$(warning) 0/s",
    isFailing: true,
    spoken: "Sidelight: The disk is full.",
  });
});

test.each([
  [0.6, "1 record a second, 0 errors so far"],
  [1.4, "1 record a second, 0 errors so far"],
  [2, "2 records a second, 0 errors so far"],
])("%d records a second are said as %s", (recordsPerSecond, line) => {
  expect(statusText(connected, someStats({ recordsPerSecond })).lines[0]).toBe(line);
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
