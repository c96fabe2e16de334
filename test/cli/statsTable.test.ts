import { expect, test, vi } from "vitest";
import { printStats } from "../../src/cli/statsTable";
import type { ReceiverStats, Stats } from "../../src/shared/contract/stats";

const mebibyte = 1024 * 1024;
const receiver = (given: Partial<ReceiverStats> & { receiver: string }): ReceiverStats => ({
  ...{ title: given.receiver, address: "", received: 0, stored: 0, recordsPerSecond: 0 },
  ...{ dropped: {}, refused: {}, leftOut: {} },
  ...given,
});
const stats: Stats = {
  ...{ time: "2026-01-02T03:04:05Z", uptimeSeconds: 60, levels: {}, clients: 1 },
  ...{ firstSeq: 1, lastSeq: 9, queueBytes: 0.5 * mebibyte, queueLimitBytes: 64 * mebibyte },
  ...{ rows: { logs: 1200, spans: 30, metrics: 4 }, series: 2 },
  ...{ recordsPerSecond: 41.6, errorsPerSecond: 0.4, memoryBytes: 150.25 * mebibyte },
  ...{ diskBytes: 12.34 * mebibyte, diskLimitBytes: 1024 * mebibyte, evicted: { age: 0 } },
  receivers: [],
};

async function printed(given: Partial<Stats>): Promise<string[]> {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    lines.push(...String(text).split("\n"));
    return true;
  });
  await printStats({ ...stats, ...given });
  write.mockRestore();
  return lines.filter((line) => line !== "");
}

test("rows, disk, memory and rate are said in a line each, and nothing of what is not so", async () => {
  expect(await printed({ evicted: {} })).toEqual([
    "rows     logs 1200, spans 30, metric points 4, series 2",
    "disk     12.3 MiB of 1024.0 MiB",
    "memory   150.3 MiB, queue 0.5 MiB",
    "rate     42 records/s, 0 errors/s",
    "receiver         received       stored  address",
  ]);
});

test("what was evicted, what began again and what needs the user is said", async () => {
  const problem = "The disk is full. Free some space.";

  const lines = await printed({ evicted: { age: 3, size: 7 }, restarts: 2, problem });

  expect(lines.slice(4, 8)).toEqual([
    "evicted  3 by age",
    "evicted  7 by size",
    "restarts 2 of the store's thread",
    `PROBLEM  ${problem}`,
  ]);
});

test("each receiver tells its counts and address, what became of the rest, and whom it asks", async () => {
  const target = { name: "shop", address: "http://127.0.0.1:9/metrics", isUp: true, samples: 12 };
  const lines = await printed({
    receivers: [
      receiver({
        ...{ receiver: "statsd", address: "127.0.0.1:8125", received: 500, stored: 490 },
        dropped: { "kernel-buffer-overflow": 10 },
        refused: { "bad-line": 2 },
        leftOut: { heartbeat: 1 },
      }),
      receiver({ receiver: "gelf", problem: "Port 12201 (gelf) is used by graylog (7)." }),
      receiver({
        receiver: "prometheus",
        targets: [target, { ...target, isUp: false, lastError: "refuses the connection" }],
      }),
    ],
  });

  const rest = " ".repeat(39);
  expect(lines.slice(-9)).toEqual([
    "receiver         received       stored  address",
    "statsd                500          490  127.0.0.1:8125",
    `${rest} dropped 10: kernel-buffer-overflow`,
    `${rest} refused 2: bad-line`,
    `${rest} left out 1: heartbeat`,
    "gelf                    0            0  Port 12201 (gelf) is used by graylog (7).",
    "prometheus              0            0",
    `${rest} shop at http://127.0.0.1:9/metrics: up, 12 samples`,
    `${rest} shop at http://127.0.0.1:9/metrics: down, refuses the connection`,
  ]);
});
