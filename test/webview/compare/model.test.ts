import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { CompareQuery, CompareResult } from "../../../src/shared/contract/compare";
import type { RowQuery } from "../../../src/shared/contract/rows";
import type { ConnectionState } from "../../../src/shared/contract/hostApi";
import type { Connection } from "../../../webview/lib/connection";
import { ComparePanelModel, failedQuery } from "../../../webview/compare/model";
import { groupsOf, groupsOfRow } from "../../../webview/logs/comparing";
import { aLog, aRequest } from "../../shared/timeline/builders";
import { aRanked, aResult } from "./aResult";

function aPanel(answer: () => Promise<CompareResult> = () => Promise.resolve(aResult())) {
  const state = signal<ConnectionState>({ kind: "connected", endpoints: {} });
  const asked: CompareQuery[] = [];
  const opened: unknown[] = [];
  const connection = {
    state,
    collector: {
      compare: (query: CompareQuery) => {
        asked.push(query);
        return answer();
      },
      rows: ({ query }: RowQuery) =>
        Promise.resolve({
          rows: query === "nothing" ? [] : [aLog({ body: `first of ${query}`, severity: "WARN" })],
        }),
      timeline: ({ id }: { id: string }) =>
        Promise.resolve(
          aRequest({
            id,
            logs: [
              aLog({ body: "started" }),
              aLog({
                body: "dequeued",
                attributes: { worker: id === "bad-request" ? "w7" : "w2" },
              }),
              ...(id === "bad-request" ? [] : [aLog({ body: "wrote row" })]),
            ],
          }),
        ),
    },
    host: {
      openPanel: (request: unknown) => Promise.resolve(void opened.push(request)),
      openStatement: (written: unknown) => Promise.resolve(opened.push(written) > 0),
      openSource: (location: unknown) => Promise.resolve(opened.push(location) > 0),
      openText: (text: unknown) => Promise.resolve(void opened.push(text)),
    },
  } as unknown as Connection;
  const model = new ComparePanelModel(connection);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { model, asked, opened, state, settle };
}

it("asks about what failed on the same route, unless told otherwise", async () => {
  const { model, asked, settle } = aPanel();
  await settle();

  model.show({ query: "tenant:acme", within: 'name:"GET /"' });
  await settle();

  expect(asked).toEqual([
    { bad: failedQuery, good: "*", isOfSameRoute: true },
    { bad: "tenant:acme", good: "*", within: 'name:"GET /"', isOfSameRoute: true },
  ]);
});

it("gives up a question, and can ask it again", async () => {
  const answers: ((result: CompareResult) => void)[] = [];
  const { model, settle } = aPanel(() => new Promise((resolve) => answers.push(resolve)));
  await settle();

  model.cancel();
  answers[0]?.(aResult());
  await settle();

  expect(model.isAsking.value).toBe(false);
  expect(model.failure.value).toBe("The comparison was cancelled.");
  expect(model.result.value).toBeUndefined();
  model.refresh();
  answers[1]?.(aResult());
  await settle();
  expect(model.failure.value).toBe("");
  expect(model.result.value?.differences).not.toEqual([]);
});

it("asks of the selected rows alone, until they are let go", async () => {
  const { model, asked, settle } = aPanel();
  await settle();

  model.show({ query: "*", seqs: [3, 9] });
  await settle();
  model.forgetSeqs();
  await settle();

  expect(asked.slice(1)).toEqual([
    { bad: "*", badSeqs: [3, 9], good: "*", isOfSameRoute: true },
    { bad: failedQuery, good: "*", isOfSameRoute: true },
  ]);
});

it("compares each record alone where no failed one has an id, and says so", async () => {
  const answers = [
    aResult({ badRequests: 0, differences: [], typical: undefined }),
    aResult({ by: "record", badRequests: 12 }),
  ];
  const { model, asked, settle } = aPanel(() => Promise.resolve(answers.shift() ?? aResult()));
  await settle();
  await settle();

  expect(asked.map(({ by }) => by)).toEqual([undefined, "record"]);
  expect(model.result.value).toMatchObject({ by: "record", badRequests: 12 });
  expect(model.isWithoutRequests.value).toBe(true);
  expect(model.pair.value).toEqual([]);
});

it("where nothing failed at all it says that of requests, and a grouping that was asked for is kept", async () => {
  const none = (by: string) => aResult({ by, badRequests: 0, differences: [], typical: undefined });
  const answers = [none("request"), none("record"), none("session.id")];
  const { model, asked, settle } = aPanel(() => Promise.resolve(answers.shift() ?? aResult()));
  await settle();
  await settle();
  expect(model.result.value?.by).toBe("request");

  model.change("", "", "", " session.id ");
  await settle();

  expect(asked.map(({ by }) => by)).toEqual([undefined, "record", "session.id"]);
  expect(model.isWithoutRequests.value).toBe(false);
});

it("leads to the pattern of a message", async () => {
  const { model, opened, settle } = aPanel();
  await settle();

  await model.showPattern("0123456789ab");

  expect(opened).toEqual([{ panel: "logs", query: "", pattern: "0123456789ab" }]);
});

it("puts a failed and a passed request side by side and knows the first line that differs", async () => {
  const { model, settle } = aPanel();
  await settle();
  await settle();

  expect(model.pair.value.map(({ bad, good }) => [bad?.text, good?.text])).toEqual([
    ["started", "started"],
    ["dequeued  worker=w7", "dequeued  worker=w2"],
    [undefined, "wrote row"],
  ]);
  expect(model.firstDifferent.value).toBe(1);
});

it("leads to rows, source and text", async () => {
  const { model, opened, settle } = aPanel();
  await settle();
  const [first] = model.result.value?.differences ?? [];
  if (first === undefined) throw new Error("no difference");

  await model.showRows(first);
  await model.openSourceOf(first);
  await model.openAsText();

  expect(opened.slice(0, 2)).toEqual([
    { panel: "logs", query: "worker:w7" },
    { file: "src/worker.ts", line: 19, service: "fetcher" },
  ]);
  expect((opened[2] as { text: string }).text).toContain("worker = w7   92 % of failed");
});

it("leads to the statement where no record names a call site", async () => {
  const { model, opened, settle } = aPanel();
  await settle();
  await settle();
  const without = { source: undefined, query: "tried", signal: "logs" } as const;

  await model.openSourceOf(aRanked(1, without));
  await model.openSourceOf(aRanked(1, { ...without, pattern: "0123456789ab" }));
  const line = model.pair.value[2]?.good;
  if (line !== undefined) await model.openLine(line);
  const [ofRows, ofPattern, ofLine] = opened.map((one) => (one as { message: string }).message);

  expect([ofRows, ofPattern, ofLine]).toEqual([
    "first of tried",
    "first of pattern:0123456789ab",
    "wrote row",
  ]);
  expect(opened[0]).toMatchObject({ level: "WARN" });
  expect(await model.openSourceOf(aRanked(1, { ...without, signal: "spans" }))).toBe(false);
  await model.openSourceOf(aRanked(1, { ...without, query: "nothing" }));
  expect(model.failure.value).toBe("The records that have it are stored no more.");
});

it("says why a question failed, and keeps the last answer", async () => {
  let isBroken = false;
  const { model, settle } = aPanel(() =>
    isBroken ? Promise.reject(new Error("A ) is missing.")) : Promise.resolve(aResult()),
  );
  await settle();
  isBroken = true;

  model.change("(level:error", "*", "", "");
  await settle();

  expect(model.failure.value).toBe("A ) is missing.");
  expect(model.result.value?.badRequests).toBe(37);
});

it("the later of two questions is answered", async () => {
  const waiting: ((result: CompareResult) => void)[] = [];
  const { model, settle } = aPanel(() => new Promise((resolve) => waiting.push(resolve)));
  model.change("level:error", "*", "", "");

  waiting[1]?.(aResult({ badRequests: 2 }));
  await settle();
  waiting[0]?.(aResult({ badRequests: 1 }));
  await settle();

  expect(model.result.value?.badRequests).toBe(2);
});

it("the Logs panel asks by its query and its brushed time, and a row by its statement", () => {
  const range = { kind: "between", fromMs: 0, toMs: 1000 } as const;
  const all = { kind: "all" } as const;
  const asked = (query: string, of: typeof all | typeof range) => {
    return { query, range: of, hiddenLevels: [], hiddenServices: [] };
  };

  expect(groupsOf(asked("", all))).toEqual({});
  expect(groupsOf(asked("a OR b", all))).toEqual({ query: "a OR b" });
  expect(groupsOf(asked("a OR b", range))).toEqual({
    query: "(a OR b) AND time:[1970-01-01T00:00:00.000Z TO 1970-01-01T00:00:01.000Z}",
  });
  expect(groupsOf({ ...asked("a OR b", all), hiddenServices: ["db"] })).toEqual({
    query: "(a OR b) NOT service:db",
  });
  expect(groupsOfRow(aLog({ body: "retry 2 of 3", severity: "ERROR", service: "shop" }))).toEqual({
    query: 'message:"retry 2 of 3" AND service:shop AND level:>=error',
  });
  const stored = aLog({ body: "retry 2 of 3", service: "shop", pattern: "0123456789ab" });
  expect(groupsOfRow(stored)).toEqual({ query: "pattern:0123456789ab AND service:shop" });
});

it("tells a store without records from one where nothing has failed", async () => {
  const passedOnly = aPanel(() => Promise.resolve(aResult({ badRequests: 0, differences: [] })));
  const none = aPanel(() =>
    Promise.resolve(aResult({ badRequests: 0, goodRequests: 0, records: 0, differences: [] })),
  );
  await none.settle();

  expect(passedOnly.model.isNothingStored.value).toBe(false);
  expect(none.model.isNothingStored.value).toBe(true);

  none.model.change(failedQuery, "tenant:none", "", "");
  await none.settle();

  expect(none.model.isNothingStored.value).toBe(false);
});
