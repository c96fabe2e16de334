// A newer question ends the older one in the database: through the real socket, with questions that would keep
// every connection of the store busy for minutes.

import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import "vscode-jsonrpc/node";
import { webSocketChannel } from "../../../src/collector/control/webSocketChannel";
import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import { type Client, createRpc } from "../../../src/shared/contract/rpc";
import { TestCollector } from "../collector";

const rows = 200_000;
/** As many as the store has connections (reader.ts). */
const atOnce = 4;
const rounds = 6;
/** 450 regular expressions for each row: half a minute of a processor and more, for nothing. */
const endless = Array.from({ length: 450 }, (_, i) => `/q.{${i % 9}}z${i % 50}x/`).join(" OR ");

let collector: TestCollector;
let api: Client<CollectorApi>;
beforeAll(async () => {
  collector = await TestCollector.start();
  ({ api } = await connect());
  const posted = 20_000;
  for (let from = 0; from < rows; from += posted) {
    const lines = Array.from(
      { length: posted },
      (_, i) => `{"message":"line ${from + i} of the quiet queue","n":${from + i}}`,
    );
    await collector.post("shop", lines);
  }
  expect((await api.rowIndex({ signal: "logs", query: "" })).total).toBe(rows);
}, 300_000);
afterAll(async () => {
  await collector.stop();
});

/** As a panel does. */
async function connect() {
  const url = collector.ui.replace("http", "ws").replace("/ui/", "/control");
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once("open", resolve));
  const rpc = createRpc(webSocketChannel(socket));
  return { api: rpc.client<CollectorApi>(), close: () => rpc.dispose() };
}

test("a newer question ends the older ones in the database, and is answered", async () => {
  const asks: readonly ((query: string, signal: AbortSignal) => Promise<unknown>)[] = [
    (query, signal) => api.rows({ signal: "logs", query, order: "newest", limit: 10 }, signal),
    (query, signal) => api.histogram({ signal: "logs", query, bars: 10 }, signal),
    (query, signal) => api.fields({ signal: "logs", query }, signal),
    (query, signal) => api.groups({ signal: "logs", query, by: ["service"] }, signal),
    (query, signal) => api.groupTotals({ signal: "logs", query, by: ["service"] }, signal),
    (query, signal) => api.groupChart({ signal: "logs", query, by: ["service"] }, signal),
    (query, signal) => api.values({ signal: "logs", query, field: "n" }, signal),
    (query, signal) => api.patterns({ query }, signal),
    (query, signal) => api.compare({ bad: query, good: "*", by: "record" }, signal),
  ];

  for (let round = 0; round < rounds; round++) {
    const older = new AbortController();
    const first = (round * atOnce) % asks.length;
    const inTurn = [...asks.slice(first), ...asks.slice(0, first)].slice(0, atOnce);
    const endings = inTurn.map(async (ask) => {
      const ended = ask(endless, older.signal);
      await expect(ended).rejects.toMatchObject({ failure: { kind: "cancelled" } });
    });
    const newer = api.rowIndex({ signal: "logs", query: `n:${round}` });
    older.abort();

    await Promise.all(endings);
    expect((await newer).total).toBe(1);
  }
  // Ran to their end, these questions would take many times as long as the test may.
}, 240_000);

test("a client that goes away leaves no question behind in the database", async () => {
  for (let round = 0; round < rounds; round++) {
    const client = await connect();
    const ended = Array.from({ length: atOnce }, () =>
      client.api.groups({ signal: "logs", query: endless, by: ["n"] }),
    ).map((asked) => expect(asked).rejects.toMatchObject({ failure: { kind: "closed" } }));
    client.close();
    await Promise.all(ended);
  }

  const { total } = await api.rowIndex({ signal: "logs", query: "n:7" });

  expect(total).toBe(1);
}, 240_000);
