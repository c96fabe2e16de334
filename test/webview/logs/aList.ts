// The list over a fake collector, without a browser.

import "vscode-jsonrpc/node";
import { expect } from "vitest";
import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import { type Channel, createRpc } from "../../../src/shared/contract/rpc";
import type { Selection } from "../../../src/shared/contract/selection";
import type { Line } from "../../../webview/logs/lines";
import { LogList } from "../../../webview/logs/logList";
import type { RowLoader } from "../../../webview/logs/rowLoader";
import { FakeCollector } from "../fake/fakeCollector";

export interface AList {
  readonly fake: FakeCollector;
  readonly list: LogList;
  readonly failures: unknown[];
}

export const heightPx = 660;

/** Over `count` records a millisecond apart, tailed and loaded, following its end. */
export async function aList(query = "", count = 3_000): Promise<AList> {
  const [ours, theirs] = pair();
  const fake = new FakeCollector({ count, times: { startMs: 0, stepMs: 1 } });
  fake.serve(createRpc(theirs));
  const rpc = createRpc(ours);
  const collector = rpc.client<CollectorApi>();
  const failures: unknown[] = [];
  const list = new LogList(collector, (error) => failures.push(error));
  list.scroll.setHeight(heightPx);
  list.scroll.follow();
  rpc.on({ rows: (batch: Parameters<RowLoader["add"]>[0]) => list.loader.add(batch) });
  const selection: Selection = { signal: "logs", query };
  const { seq } = await collector.tail({ ...selection, maxRows: 200 });
  await list.load(selection, seq);
  return { fake, list, failures };
}

export function pair(): [Channel, Channel] {
  const listeners: ((message: unknown) => void)[][] = [[], []];
  const end = (mine: number, other: number): Channel => ({
    send: (message) =>
      queueMicrotask(() => listeners[other]!.forEach((listener) => listener(message))),
    onMessage: (listener) => void listeners[mine]!.push(listener),
    onClose: () => undefined,
    close: () => undefined,
  });
  return [end(0, 1), end(1, 0)];
}

export const linesOf = ({ list }: AList): Line[] =>
  Array.from({ length: list.lines.value.count }, (_, index) => list.lines.value.at(index)!);

/** How far below the upper edge a record's line is, in lines. */
export const placeOf = ({ list }: AList, seq: number) =>
  list.lines.value.indexOfSeq(seq) - list.scroll.topRow.value;

/** Waits until what is in view is loaded. */
export const settled = ({ list }: AList) =>
  expect
    .poll(() => {
      const { first, end } = list.scroll.drawn.value;
      for (let index = first; index < end; index += 1) {
        if (list.lines.value.at(index)?.kind === "awaited") return "awaited";
      }
      return "loaded";
    })
    .toBe("loaded");
