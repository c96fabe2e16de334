// Contexts in the list, over records of which few match.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ContextQuery, mostContextRows } from "../../../webview/logs/contextQuery";
import type { LogJson } from "../../../src/shared/contract/json";
import { type AList, aList, linesOf, placeOf, settled } from "./aList";

let made: AList;
beforeEach(async () => {
  made = await aList("level:ERROR", 10_000);
});
afterEach(() => {
  expect(made.failures).toEqual([]);
  made.list.loader.dispose();
});

const context = () => linesOf(made).filter((line) => line.kind === "context");
const shown = () => context().map(({ row }) => row.seq);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);
/** The matching row so many lines from the end. */
const errorAt = (fromEnd: number): LogJson => made.list.row(made.list.lines.value.count - fromEnd)!;

async function show(row: LogJson): Promise<void> {
  const before = made.list.contexts.open.value;
  made.list.select(row.seq);
  made.list.contexts.show(row);
  await expect.poll(() => made.list.contexts.open.value).not.toBe(before);
}

it("opens around a row: five before, five after, the row itself where it was", async () => {
  const error = errorAt(12);
  made.list.select(error.seq);
  const place = placeOf(made, error.seq);
  const total = made.list.lines.value.count;

  await show(error);

  expect(shown()).toEqual(range(error.seq - 5, error.seq + 5));
  expect(placeOf(made, error.seq)).toBe(place);
  const added = context().filter(({ isMatch }) => !isMatch).length + 2;
  expect(made.list.lines.value.count).toBe(total + added);
});

it("shows what matches once, in its place", async () => {
  await show(errorAt(12));

  const seqs = linesOf(made).flatMap((line) =>
    line.kind === "run" ? [line.run.row.seq] : line.kind === "context" ? [line.row.seq] : [],
  );

  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  expect(context().filter(({ isAnchor }) => isAnchor)).toHaveLength(1);
});

it("is widened on either side, and the row stays where it was", async () => {
  const error = errorAt(12);
  await show(error);
  const place = placeOf(made, error.seq);
  const [{ id } = { id: 0 }] = made.list.contexts.open.value;

  made.list.contexts.widen(id, 10, 0);
  await expect.poll(shown).toEqual(range(error.seq - 15, error.seq + 5));
  made.list.contexts.widen(id, 0, 10);
  await expect.poll(shown).toEqual(range(error.seq - 15, error.seq + 15));

  expect(placeOf(made, error.seq)).toBe(place);
});

it("of one service has as many rows of that service, and those of others are not in between", async () => {
  const error = errorAt(12);
  await show(error);
  const place = placeOf(made, error.seq);
  const [{ id } = { id: 0 }] = made.list.contexts.open.value;

  made.list.contexts.turnTo(id, "service");
  await expect.poll(() => context().every(({ row }) => row.service === error.service)).toBe(true);

  expect(context()).toHaveLength(11);
  expect(placeOf(made, error.seq)).toBe(place);
});

it("closed, leaves everything as it was", async () => {
  const error = errorAt(12);
  made.list.select(error.seq);
  const before = { lines: linesOf(made), topRow: made.list.scroll.topRow.value };
  await show(error);
  const [{ id } = { id: 0 }] = made.list.contexts.open.value;

  made.list.contexts.close(id);

  expect(linesOf(made)).toEqual(before.lines);
  expect(made.list.scroll.topRow.value).toBe(before.topRow);
});

it("pauses a list that follows, and rows that arrive move nothing", async () => {
  expect(made.list.isFollowing.value).toBe(true);
  const error = errorAt(3);

  await show(error);
  const place = placeOf(made, error.seq);
  made.fake.emit(2_000);
  await expect.poll(() => made.list.loader.newCount.value).toBeGreaterThan(0);

  expect(made.list.isFollowing.value).toBe(false);
  expect(placeOf(made, error.seq)).toBe(place);
});

it("at the newest record looks for later rows when it is asked to", async () => {
  const error = errorAt(1);
  await show(error);
  const end = shown().at(-1)!;
  made.list.contexts.widen(made.list.contexts.open.value[0]!.id, 0, 10);
  await expect.poll(() => made.list.contexts.open.value[0]?.isLast).toBe(end + 10 > 10_000);
});

describe("several contexts", () => {
  it("are open at once", async () => {
    await show(errorAt(12));
    await show(errorAt(4));

    expect(made.list.contexts.open.value).toHaveLength(2);
    expect(context().filter(({ isAnchor }) => isAnchor)).toHaveLength(2);
  });

  it("become one when they meet", async () => {
    const rows = linesOf(made).flatMap((line) => (line.kind === "run" ? [line.run.row] : []));
    const gapAfter = (i: number) => (rows[i + 1]?.seq ?? Infinity) - rows[i]!.seq;
    const at = rows.findIndex((_, i) => gapAfter(i) > 5 && gapAfter(i) < 9);
    const [a, b] = [rows[at]!, rows[at + 1]!];

    await show(a);
    await show(b);

    expect(made.list.contexts.open.value).toHaveLength(1);
    expect(shown()).toEqual(range(a.seq - 5, b.seq + 5));
    expect(context().filter(({ isAnchor }) => isAnchor)).toHaveLength(2);
  });

  it("within one that is open, a row's context is more of it", async () => {
    const error = errorAt(12);
    await show(error);
    await show(context()[2]!.row);

    expect(made.list.contexts.open.value).toHaveLength(1);
    expect(shown()).toEqual(range(error.seq - 15, error.seq + 15));
  });
});

it("has an end: so many rows and no more", async () => {
  await show(errorAt(12));
  const [{ id } = { id: 0 }] = made.list.contexts.open.value;
  made.list.contexts.widen(id, 400, 400);
  await expect.poll(() => shown().length).toBeGreaterThan(400);
  made.list.contexts.widen(id, 400, 400);
  await expect.poll(() => made.list.contexts.isLoading.value).toBe(false);

  expect(shown().length).toBeLessThanOrEqual(2 * mostContextRows);
});

it("moves with its rows when retention takes earlier ones", async () => {
  made.list.scroll.scrollTo(3);
  await settled(made);
  const error = errorAt(12);
  made.list.scroll.centre(made.list.lines.value.indexOfSeq(error.seq));
  await show(error);
  const place = placeOf(made, error.seq);
  const lines = linesOf(made).slice(-20);

  made.fake.evict(2_000);
  await made.list.loader.recount();

  expect(placeOf(made, error.seq)).toBe(place);
  expect(
    linesOf(made)
      .slice(-20)
      .map((line) => line.kind),
  ).toEqual(lines.map(({ kind }) => kind));
});

it("says so when its row does not match any more", async () => {
  made.list.contexts.show({ ...errorAt(1), seq: 1 });

  await expect
    .poll(() => made.failures)
    .toEqual([expect.objectContaining({ message: expect.stringContaining("does not match") })]);
  made.failures.length = 0;
});

describe("among rows of several services", () => {
  beforeEach(async () => {
    made.list.loader.dispose();
    made = await aList("", 1_000);
    made.list.isFollowing.value = false;
  });
  /** The nearest row of another service before a record. */
  const otherBefore = (seq: number, { service }: LogJson): LogJson =>
    linesOf(made)
      .flatMap((line) => (line.kind === "run" ? [line.run.row] : []))
      .findLast((row) => row.seq < seq && row.service !== service)!;
  const ofService = async (row: LogJson) => {
    await show(row);
    made.list.contexts.turnTo(made.list.contexts.around(row.seq)!.id, "service");
    await expect.poll(() => made.list.contexts.around(row.seq)?.kind).toBe("service");
  };

  it("one of a service says how many matching rows of others it leaves out", async () => {
    await ofService(errorAt(5));

    const seqs = shown();
    expect(made.list.contexts.open.value[0]?.hidden).toBe(
      seqs.at(-1)! - seqs[0]! + 1 - seqs.length,
    );
    expect(made.list.contexts.open.value[0]?.hidden).toBeGreaterThan(0);
  });

  it("the next one opens as the last one was turned", async () => {
    const row = errorAt(5);
    const other = otherBefore(row.seq, row);
    await ofService(row);
    made.list.contexts.close(made.list.contexts.around(row.seq)!.id);

    await show(other);

    const next = made.list.contexts.around(other.seq)!;
    expect(next.kind).toBe("service");
    expect(new Set(next.rows.map(({ service }) => service))).toEqual(new Set([other.service]));
  });

  it("those of two services that meet become one of all", async () => {
    const row = errorAt(5);
    made.list.contexts.kind.value = "service";
    await show(row);
    const other = otherBefore(shown()[0]!, row);

    await show(other);

    expect(made.list.contexts.open.value).toHaveLength(1);
    expect(made.list.contexts.open.value[0]).toMatchObject({ kind: "all" });
    expect(shown()).toEqual(range(shown()[0]!, shown().at(-1)!));
  });

  it("at the first row knows that there is none before", async () => {
    made.list.scroll.scrollTo(0);
    await settled(made);

    await show(made.list.row(2)!);

    expect(shown()).toEqual(range(1, 8));
    expect(made.list.contexts.open.value[0]).toMatchObject({ isFirst: true, isLast: false });
  });
});

it("of a row without a service is of such rows", async () => {
  const asked: string[] = [];
  const query = new ContextQuery({
    rows: ({ query: text }) => {
      asked.push(text);
      return Promise.resolve({ rows: [], hasMore: false });
    },
    rowIndex: () => Promise.reject(new Error("not asked here")),
  });
  const row: LogJson = {
    time: "",
    body: "",
    attributes: {},
    resource: {},
    receiver: "otlp",
    seq: 9,
  };
  const context = { id: 1, kind: "service", anchors: [row], rows: [row] } as const;

  await query.widened(
    { ...context, isFirst: false, isLast: false },
    { above: 5, below: 5 },
    new AbortController().signal,
  );

  expect(asked).toEqual(["NOT _exists_:service", "NOT _exists_:service"]);
});

it("belongs to one question: another one closes it", async () => {
  await show(errorAt(12));

  await made.list.load({ signal: "logs", query: "level:WARN" }, 10_000);

  expect(context()).toEqual([]);
});
