import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { GroupQuery } from "../../../src/shared/contract/groups";
import type { ConnectionState } from "../../../src/shared/contract/hostApi";
import type { TimelineData } from "../../../src/shared/contract/requests";
import type { Connection } from "../../../webview/lib/connection";
import { TimelinePanelModel } from "../../../webview/timeline/model";
import { rowMenu } from "../../../webview/timeline/rowMenu";
import { aLog, aRequest, aSpan } from "../../shared/timeline/builders";
import { recentRequests } from "../pictures/requests";

/** A panel over invented answers; `tick` lets the next poll happen. */
function aPanel(answers: { timeline?: () => TimelineData; requests?: number; pattern?: string }) {
  const state = signal<ConnectionState>({ kind: "connected", endpoints: {} });
  const opened: unknown[] = [];
  const asked: string[] = [];
  const timers: { run: () => void; delayMs: number }[] = [];
  let requests = recentRequests(answers.requests ?? 0);
  const connection = {
    state,
    collector: {
      timeline: () => Promise.resolve((answers.timeline ?? aRequest)()),
      requests: () => Promise.resolve(requests),
      rows: () => Promise.resolve({ rows: [{ body: "", pattern: answers.pattern }] }),
      groups: ({ query, aggregate }: GroupQuery) => {
        asked.push(`${aggregate} of ${query}`);
        return Promise.resolve([{ group: {}, value: aggregate === "p50(duration)" ? 81e6 : 31e7 }]);
      },
    },
    host: {
      openStatement: (written: unknown) => Promise.resolve(opened.push(written) > 0),
      openSource: (location: unknown) => Promise.resolve(opened.push(location) > 0),
      openPanel: (request: unknown) => Promise.resolve(void opened.push(request)),
      openText: (text: unknown) => Promise.resolve(void opened.push(text)),
    },
  } as unknown as Connection;
  const model = new TimelinePanelModel({
    connection,
    nowMs: () => 0,
    isVisible: () => true,
    setTimer: (run, delayMs) => {
      const timer = { run, delayMs };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    model,
    connection,
    state,
    opened,
    asked,
    timers,
    settle,
    setRequests: (count: number) => (requests = recentRequests(count)),
    /** Runs the timer of the poll; the only one of a second or more. */
    tick: async () => {
      const index = timers.findIndex(({ delayMs }) => delayMs >= 1_000);
      timers.splice(index, 1)[0]?.run();
      await settle();
    },
  };
}

const story = () =>
  aRequest({
    spans: [
      aSpan({ id: "root", tookMs: 100, status: "error", source: { file: "a.ts", line: 3 } }),
      ...Array.from({ length: 6 }, (_, i) => aSpan({ parent: "root", name: "GET", fromMs: i })),
      aSpan({ id: "fetch", parent: "root", fromMs: 20, status: "error" }),
    ],
    logs: [aLog({ atMs: 21, traceId: "t1", spanId: "fetch", body: "timed out" })],
  });

describe("why requests of one route fail", () => {
  const asked = async (timeline: TimelineData, pattern?: string) => {
    const panel = aPanel({ timeline: () => timeline, ...(pattern && { pattern }) });
    panel.model.id.value = "r1";
    await panel.settle();
    await panel.model.outside.openCompare();
    return panel.opened.at(-1);
  };

  it("is asked by the name of the root span, whatever ids are in it", async () => {
    const ofSpan = (name: string) => asked(aRequest({ spans: [aSpan({ id: "root", name })] }));

    expect(await ofSpan("scrape")).toEqual({ panel: "compare", within: "name:scrape" });
    expect(await ofSpan("GET /orders/4711/items")).toEqual({
      panel: "compare",
      within: "name:GET\\ \\/orders\\/*\\/items",
    });
  });

  it("is asked by the pattern of the first message, of spans that are missing", async () => {
    const logs = [aLog({ body: "order 4711 taken up by alice" }), aLog({ body: "done", atMs: 5 })];

    expect(await asked(aRequest({ logs }), "0123456789ab")).toEqual({
      panel: "compare",
      within: "pattern:0123456789ab",
    });
    expect(await asked(aRequest({ logs }))).toEqual({
      panel: "compare",
      within: "message:order\\ *\\ taken\\ up\\ by\\ alice",
    });
  });
});

describe("a request against another", () => {
  const passed = () =>
    aRequest({
      id: "r2",
      requestIds: ["r2"],
      spans: [aSpan({ id: "root", tookMs: 90 })],
      logs: [aLog({ body: "done", service: "shop", source: { file: "b.ts", line: 9 } })],
    });

  it("offers passed requests of the same route, newest first, and takes the first when nothing is typed", async () => {
    const { model, settle } = aPanel({ timeline: story, requests: 10 });
    model.openRequest("r1");
    await settle();
    expect(model.against.offers.value).toBeUndefined();

    await model.chooseAgainst();
    expect(model.against.offers.value).toEqual([]); // none of them is named like this one

    model.timeline.value = {
      ...model.timeline.value!,
      summary: { ...model.timeline.value!.summary, name: "scrape shop.test/p/4711" },
    };
    await model.chooseAgainst();
    const newest = recentRequests(10).filter(({ isFailed }) => !isFailed);
    expect(model.against.offers.value).toEqual(newest);
    model.against.open("");

    expect(model.against.id.value).toBe(newest[0]!.id);
    expect(model.against.isChoosing.value).toBe(false);
  });

  it("selects the first difference, goes round by n and N, and opens the source of either side", async () => {
    let id = "r1";
    const { model, settle, opened } = aPanel({
      timeline: () => (id === "r1" ? story() : passed()),
    });
    model.openRequest("r1");
    await settle();
    id = "r2";
    model.against.accept(passed(), "r2");
    model.against.id.value = "r2";
    model.against.scroll.setHeight(200);

    const { different, rows } = model.against;
    expect(different.value.length).toBeGreaterThan(2);
    expect(model.against.selectedRank.value).toBe(different.value[0]);
    model.against.next(-1);
    expect(model.against.number.value).toBe(different.value.length);
    model.against.next(1);
    expect(model.against.number.value).toBe(1);

    await model.outside.openPairSource(0);
    await model.outside.openPairSource(rows.value.findIndex(({ right }) => right?.kind === "log"));
    expect(opened).toMatchObject([
      { file: "a.ts", line: 3 },
      { file: "b.ts", line: 9 },
    ]);
  });

  it("opens the source of the span around a row that only the other request has", async () => {
    const { model, settle, opened } = aPanel({ timeline: story });
    model.openRequest("r1");
    await settle();
    const other = aRequest({
      id: "r2",
      spans: [
        aSpan({ id: "root" }),
        aSpan({ id: "load", parent: "root", fromMs: 1, source: { file: "c.ts", line: 5 } }),
        aSpan({ id: "parse", parent: "load", fromMs: 2, tookMs: 1 }),
      ],
    });
    model.against.accept(other, "r2");
    model.against.id.value = "r2";
    const { rows } = model.against;

    await model.outside.openPairSource(
      rows.value.findIndex(({ right }) => right?.kind === "span" && right.span.name === "parse"),
    );

    expect(opened).toMatchObject([{ file: "c.ts", line: 5 }]);
  });

  it("does not offer the request itself", async () => {
    const [passed] = recentRequests(10).filter(({ isFailed }) => !isFailed);
    const { model, settle } = aPanel({ timeline: story, requests: 10 });
    model.openRequest("r1");
    await settle();
    const summary = { ...model.timeline.value!.summary, name: passed!.name };
    const offered = async (requestIds: readonly string[]) => {
      model.timeline.value = { ...model.timeline.value!, summary: { ...summary, requestIds } };
      await model.chooseAgainst();
      return model.against.offers.value?.some(({ id }) => id === passed!.id);
    };

    expect([await offered(["r1"]), await offered([passed!.id])]).toEqual([true, false]);
  });

  it("opens as a text document, alone and beside the other", async () => {
    const { model, settle, opened } = aPanel({ timeline: story });
    model.openRequest("r1");
    await settle();

    await model.outside.openAsText();
    model.against.accept(passed(), "r2");
    model.against.id.value = "r2";
    await model.outside.openAsText();

    const [alone, beside] = opened as { text: string; language: string }[];
    expect(alone).toMatchObject({ language: "plaintext" });
    expect(alone?.text).toMatch(/root[^]*GET[^]*timed out/);
    expect(beside?.text).toMatch(/r1[^]*r2[^]*timed out[^]*done/);
  });

  it("ends when another request is opened", async () => {
    const { model, settle } = aPanel({ timeline: story });
    model.openRequest("r1");
    model.against.show("r2");
    await settle();

    model.openRequest("r3");

    expect(model.against.id.value).toBe("");
    expect(model.against.rows.value).toEqual([]);
  });
});

describe("a request", () => {
  it("selects where it began to fail", async () => {
    const { model, settle } = aPanel({ timeline: story });

    model.openRequest("r1");
    await settle();

    expect(model.selected.value).toMatchObject({ kind: "span", span: { name: "fetch" } });
    expect(model.rows.value.length).toBe(4);
  });

  it("keeps selection and folds while more records arrive, and asks at the same pace", async () => {
    let data = story();
    const { model, settle, tick, timers } = aPanel({ timeline: () => data });
    model.openRequest("r1");
    await settle();

    data = aRequest({ ...data, logs: [...data.logs, aLog({ atMs: 90, body: "late" })] });
    await tick();

    expect(model.timeline.value?.summary.logCount).toBe(2);
    expect(model.selected.value).toMatchObject({ span: { name: "fetch" } });
    const pollMs = () => timers.find(({ delayMs }) => delayMs >= 1_000)?.delayMs;
    expect(pollMs()).toBe(1_000);
    await tick();
    expect(pollMs()).toBeGreaterThan(1_000);
  });

  it("opens the fold that hides a match, and goes round", async () => {
    const { model, settle } = aPanel({ timeline: story });
    model.openRequest("r1");
    await settle();

    model.findText.value = "get";
    model.findNext(1);
    expect(model.selected.value?.kind).toBe("fold");
    expect(model.rows.value.length).toBe(4);
    model.findNext(1);
    expect(model.selected.value?.kind).toBe("span");
    expect(model.rows.value.length).toBe(10);
    model.findNext(-1);
    model.findNext(-1);

    expect(model.matchNumber.value).toBe(7);
  });

  it("opens the source of the row, else of the span around it", async () => {
    const { model, settle, opened } = aPanel({ timeline: story });
    model.openRequest("r1");
    await settle();

    await model.outside.openSource(model.selected.peek());

    expect(opened).toEqual([{ file: "a.ts", line: 3, service: "shop" }]);
  });

  it("finds the statement of a log that names no call site, and says so where nothing else is there", async () => {
    const bare = { logs: [aLog({ body: "timed out", severity: "ERROR" })] };
    const within = { ...bare, spans: [aSpan({ id: "root", source: { file: "a.ts", line: 3 } })] };
    const menuOf = async (timeline: TimelineData, canOpen: boolean) => {
      const panel = aPanel({ timeline: () => timeline });
      panel.model.canOpenSource.value = canOpen;
      panel.model.openRequest("r1");
      await panel.settle();
      const node = panel.model.timeline.peek()?.nodes.find(({ kind }) => kind === "log");
      if (node === undefined) throw new Error("no log");
      const [first] = rowMenu(panel.model, node, panel.connection);
      if (first === undefined || first === "separator") throw new Error("no entry");
      first.run();
      await panel.settle();
      return { label: first.label, isDisabled: first.isDisabled, opened: panel.opened };
    };
    const written = { message: "timed out", level: "ERROR" };

    expect(await menuOf(aRequest(bare), true)).toEqual({
      ...{ label: "Find the Statement That Wrote It", isDisabled: false },
      opened: [{ ...written, isQuiet: false }],
    });
    expect(await menuOf(aRequest(within), true)).toMatchObject({
      opened: [{ ...written, isQuiet: true }],
    });
    expect(await menuOf(aRequest(bare), false)).toMatchObject({
      ...{ label: "Go to Source", isDisabled: true },
    });
  });

  it("tells how long the selected span usually takes, once it stays selected", async () => {
    const { model, settle, timers, asked } = aPanel({ timeline: story });
    model.openRequest("r1");
    await settle();
    model.selectRank(0);
    expect(asked).toEqual([]);

    timers.find(({ delayMs }) => delayMs < 1_000)?.run();
    await settle();

    expect(asked).toEqual([
      "p50(duration) of name:root service:shop",
      "p99(duration) of name:root service:shop",
    ]);
    expect(model.usual.text.value.text).toBe("p50 of this span 81 ms, p99 310 ms");
  });

  it("shows the request's logs by all its ids", async () => {
    const { model, settle, opened } = aPanel({ timeline: story });
    model.openRequest("r1");
    await settle();

    await model.outside.openLogs("status:503");

    expect(opened).toEqual([{ panel: "logs", query: "(request_id:r1 OR trace_id:t1) status:503" }]);
  });

  it("asks nothing while the collector is away, and again when it is back", async () => {
    const { model, settle, state } = aPanel({ timeline: story });
    state.value = { kind: "stopped" };
    model.openRequest("r1");
    await settle();
    expect(model.timeline.value).toBeUndefined();

    state.value = { kind: "connected", endpoints: {} };
    await settle();

    expect(model.timeline.value).toBeDefined();
  });
});

describe("the recent requests", () => {
  it("do not move under the pointer: new ones are counted until they are asked for", async () => {
    const { model, settle, tick, setRequests } = aPanel({ requests: 3 });
    await settle();
    expect(model.recent.rows.value.length).toBe(3);

    model.recent.isHeld.value = true;
    setRequests(5);
    await tick();
    expect(model.recent.rows.value.length).toBe(3);
    expect(model.recent.newCount.value).toBe(2);
    model.recent.showLatest();

    expect(model.recent.rows.value.length).toBe(5);
  });

  it("can be cut to the failed ones and to words", async () => {
    const { model, settle } = aPanel({ requests: 20 });
    await settle();

    model.recent.isFailedOnly.value = true;
    expect(model.recent.rows.value.every((request) => request.isFailed)).toBe(true);
    model.recent.filter.value = "p/80";

    expect(model.recent.rows.value.length).toBe(1);
  });
});
