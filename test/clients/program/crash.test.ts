import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { TestCollector } from "../collector";

const kills = Number(process.env.SIDELIGHT_TEST_KILLS ?? 50);
const senders = 4;
const recordsInRequest = 20;

/** Posts numbered records until the collector is gone; gives the numbers that were acknowledged. */
async function sendUntilKilled(
  url: string,
  take: () => number,
  onAcknowledged: () => void,
): Promise<number[]> {
  const acknowledged: number[] = [];
  for (;;) {
    const ids = Array.from({ length: recordsInRequest }, take);
    const logRecords = ids.map((id) => ({ body: { stringValue: `n${id}` } }));
    try {
      const response = await fetch(`${url}/v1/logs`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
      });
      if (response.status !== 200) continue;
      acknowledged.push(...ids);
      onAcknowledged();
    } catch {
      return acknowledged; // killed
    }
  }
}

it(`keeps every acknowledged record through ${kills} kills under load`, async () => {
  const dataPath = mkdtempSync(join(tmpdir(), "sidelight-data-"));
  let next = 0;
  const acknowledged = new Set<number>();

  for (let round = 0; round < kills; round++) {
    const collector = await TestCollector.start({ dataPath });
    let sending: Promise<number[]>[] = [];
    await new Promise<void>((resolve) => {
      sending = Array.from({ length: senders }, () =>
        sendUntilKilled(collector.endpoints.http!, () => next++, resolve),
      );
    });
    // Something is acknowledged in each round. They differ, so that kills fall before, in and after commits and checkpoints.
    await new Promise((resolve) => setTimeout(resolve, (round * 37) % 200));
    await collector.stop("SIGKILL", false);
    for (const ids of await Promise.all(sending)) ids.forEach((id) => acknowledged.add(id));
  }
  const collector = await TestCollector.start({ dataPath });
  const { stdout } = await collector.cli("query", "--json", "--limit", "10000000");
  await collector.stop();
  rmSync(dataPath, { recursive: true, force: true });

  const stored = new Set([...stdout.matchAll(/"body":"n(\d+)"/g)].map((match) => Number(match[1])));
  const lost = [...acknowledged].filter((id) => !stored.has(id));
  console.log(`${acknowledged.size} acknowledged, ${stored.size} stored, ${lost.length} lost`);
  expect(acknowledged.size).toBeGreaterThanOrEqual(kills * recordsInRequest);
  expect(lost).toEqual([]);
}, 600_000);
