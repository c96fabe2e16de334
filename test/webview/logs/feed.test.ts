import { expect, it } from "vitest";
import type { Connection } from "../../../webview/lib/connection";
import { Feed, type FeedListener } from "../../../webview/logs/feed";
import type { LogList } from "../../../webview/logs/logList";
import { Overview } from "../../../webview/logs/overview";
import type { Asked } from "../../../webview/logs/selection";

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A collector that answers no question about figures; rows come when `comes` is called. */
function aFeed() {
  const asked: { about: string; signal: AbortSignal }[] = [];
  const rows: (() => void)[] = [];
  const never = (about: string) => (_: unknown, signal: AbortSignal) => {
    asked.push({ about, signal });
    return new Promise<never>(() => undefined);
  };
  const connection = {
    collector: {
      watchStats: () => Promise.resolve(),
      stats: () => Promise.resolve({ lastSeq: 9, evicted: {} }),
      tail: () => Promise.resolve({ subscription: 1, seq: 9 }),
      untail: () => Promise.resolve(),
      histogram: never("histogram"),
      groups: never("counts"),
    },
    onRows: () => undefined,
    onStats: () => undefined,
    onFields: () => undefined,
  } as unknown as Connection;
  const list = {
    load: () => new Promise<void>((resolve) => rows.push(resolve)),
    loader: { add: () => undefined },
  } as unknown as LogList;
  const question = { query: "", range: { kind: "all" }, sinceSeq: 0 } as unknown as Asked;
  const listener = {
    asked: () => question,
    selection: () => ({ signal: "logs", query: "" }),
    isFieldsOpen: () => true,
    onStats: () => undefined,
    histogramBy: () => "level",
    zone: () => [],
    askGroups: (_: unknown, signal: AbortSignal) => never("groups")(_, signal),
    fields: { ask: (_: unknown, __: unknown, signal: AbortSignal) => never("fields")(_, signal) },
    onReady: () => undefined,
    onFailure: () => undefined,
  } as unknown as FeedListener;
  const feed = new Feed(connection, list, new Overview(connection.collector), listener);
  const begin = async () => {
    void feed.begin(question);
    await settle();
  };
  const comes = async () => {
    rows.shift()?.();
    await settle();
  };
  const running = () => asked.filter(({ signal }) => !signal.aborted).map(({ about }) => about);
  return { begin, comes, running };
}

it("nothing is asked any more of a question as soon as there is a newer one", async () => {
  const { begin, comes, running } = aFeed();
  await begin();
  await comes();
  expect(running().toSorted()).toEqual(["counts", "fields", "groups", "histogram"]);

  await begin();

  expect(running()).toEqual([]);
  await comes();
  expect(running().toSorted()).toEqual(["counts", "fields", "groups", "histogram"]);
});
