// The menus of rows, fields, patterns, requests, spans, cards and their values: each entry is pressed, and does what it
// says. A new entry fails here until it is pressed, too.

import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { levelOf, recordAt } from "./fake/fakeRecords";
import { FakeCollector } from "./fake/fakeCollector";
import type { FakeEnd } from "./fake/fakeServer";
import { inEditor, lastAsked } from "./fake/inEditor";
import { panelsInBrowser } from "./fake/panelsInBrowser";
import { FakeAnswers } from "./pictures/fakeApi";
import { storyMetrics } from "./pictures/metrics";
import { failedScrape } from "./pictures/requests";

let end: FakeEnd;
let page: Page;
const panels = panelsInBrowser({ serve: (rpc) => end.serve(rpc) }, (opened) => (page = opened));
beforeEach(() => inEditor(page, "vscode-dark"));

/** What an entry does, and whether the panel is another one then. */
interface Effect {
  readonly shows: () => Promise<unknown>;
  readonly isLeft?: boolean;
}
const asks = (expected: unknown): Effect => ({
  shows: () => expect.poll(() => lastAsked(page)).toEqual(expected),
});
const copies = (text: unknown) => asks({ copy: { text } });
const asText = (text: unknown, language: string) => asks({ openText: { text, language } });
const here = (shows: () => Promise<unknown>): Effect => ({ shows, isLeft: true });
const containing = (text: string): unknown => expect.stringContaining(text);

/** `open`: to where the menu is open, from a page of its own. */
async function pressAll(
  load: () => Promise<unknown>,
  open: () => Promise<void>,
  effects: ReadonlyMap<string, Effect>,
): Promise<void> {
  await load();
  await open();
  expect(await page.locator(".menu .menu-label").allInnerTexts()).toEqual([...effects.keys()]);
  for (const [label, { shows, isLeft }] of effects) {
    if ((await page.locator(".menu").count()) === 0) await open();
    await page.locator(".menu").getByText(label, { exact: true }).click();
    await shows();
    if (isLeft === true) await load();
  }
}

describe("in the Logs panel", () => {
  const count = 500;
  const times = { startMs: Date.UTC(2026, 10, 22), stepMs: 1 };
  const seqs = Array.from({ length: count }, (_, i) => i + 1);
  const seq = seqs.filter((each) => levelOf(each) === "ERROR").at(-1)!;
  const record = recordAt(seq, times);
  const query = () => page.inputValue(".query-input");
  const asksFor = (text: string) => here(() => expect.poll(query).toBe(text));
  const load = async () => {
    end = new FakeCollector({ count, times });
    await page.goto(panels.url("logs"));
    await page.waitForSelector(".cell-message");
  };
  const onlyErrors = async () => {
    await load();
    await page.fill(".query-input", "level:ERROR");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      [...document.querySelectorAll(".cell-message")].every((cell) =>
        cell.textContent.startsWith("fetch failed"),
      ),
    );
  };

  it("a row's", async () => {
    const json = JSON.stringify(record, undefined, 2);
    const request = { panel: "timeline", id: record.requestId };
    const failing = `pattern:${record.pattern} AND service:fetcher AND level:>=error`;
    const effects = new Map<string, Effect>([
      ["Go to fetch.ts:72", asks({ openSource: containingPlace("src/fetcher/fetch.ts", 72) })],
      ["Open Request in Timeline", asks({ openPanel: request })],
      ["Why Do These Fail?", asks({ openPanel: { panel: "compare", query: failing } })],
      ["Filter for This Request", asksFor(`level:ERROR request_id:${record.requestId}`)],
      ["Filter for Its Pattern", asksFor(`level:ERROR pattern:${record.pattern}`)],
      ["Show Its Pattern", here(() => page.waitForSelector(".pattern-detail"))],
      ["Filter for This Message", asksFor(`level:ERROR message:"${record.body}"`)],
      ["Show Context: the Rows Around It", here(() => page.waitForSelector(".is-anchor"))],
      [
        "Show Rows Since This One",
        here(() => expect.poll(() => page.getAttribute(".list", "aria-rowcount")).toBe("1")),
      ],
      ["Copy Message", copies(record.body)],
      ["Copy Row", copies(containing(`fetcher ${record.body}`))],
      ["Copy as JSON", copies(json)],
      ["Open as Text Document", asText(json, "json")],
    ]);
    const open = () => page.locator(".list-row").last().click({ button: "right" });
    await pressAll(onlyErrors, open, effects);
  });

  it("several selected rows'", async () => {
    const picked = [486, 487, 488].map((each) => recordAt(each, times));
    const query = "seq:[486 TO 488]";
    const effects = new Map<string, Effect>([
      ["Copy Rows", { shows: () => expect.poll(copiedLines).toEqual(picked.map(bodyIn)) }],
      ["Copy as JSON", copies(JSON.stringify(picked, undefined, 2))],
      ["Export Rows…", here(() => page.waitForSelector("text=Export 3 selected rows"))],
      ["Why Do These Fail?", asks({ openPanel: { panel: "compare", query } })],
    ]);
    const bodyIn = ({ body }: { readonly body: string }) => containing(body);
    const copiedLines = async () => {
      const { copy } = (await lastAsked(page)) as { copy?: { text: string } };
      return copy?.text.split("\n") ?? [];
    };
    const row = (each: number) => page.locator(`.list-row[aria-rowindex="${each}"]`);
    const select = async () => {
      await load();
      await row(486).click();
      await row(488).click({ modifiers: ["Shift"] });
      await page.locator(".picked-count", { hasText: "3 rows selected" }).waitFor();
    };
    await pressAll(select, () => row(487).click({ button: "right" }), effects);
  });

  it("a field's", async () => {
    const groups = () => page.waitForSelector(".groups tbody tr");
    const effects = new Map<string, Effect>([
      ["Group Rows by It", here(groups)],
      ["Split Histogram by It", here(() => page.waitForSelector(".histogram-by >> text=worker"))],
      ["Show as Column", here(() => page.locator(".field-head", { hasText: "column" }).waitFor())],
      ["Filter for Rows With This Field", asksFor("_exists_:worker")],
      ["Filter for Rows Without It", asksFor("NOT _exists_:worker")],
      ["Copy Name", copies("worker")],
    ]);
    const actions = page.getByRole("button", { name: "Actions for worker", exact: true });
    const open = async () => {
      await page.locator(".field-head", { has: actions }).hover();
      await actions.click();
    };
    await pressAll(load, open, effects);
  });

  it("a value's, in the list of fields", async () => {
    const effects = new Map<string, Effect>([
      ["Filter For Value", asksFor("worker:w7")],
      ["Filter Out Value", asksFor("NOT worker:w7")],
      ["Filter for Rows With This Field", asksFor("_exists_:worker")],
      ["Copy Value", copies("w7")],
      // They are shown already; from a row's detail they are opened (rowsInBrowser.test.ts).
      ["Show Top Values", { shows: () => page.waitForSelector(".field.open .value") }],
    ]);
    const open = async () => {
      const name = page.locator(".field-name", { hasText: "worker" });
      if ((await name.getAttribute("aria-expanded")) === "false") await name.click();
      await page.locator(".value", { hasText: "w7" }).click({ button: "right" });
    };
    await pressAll(load, open, effects);
  });

  it("the figures of groups", async () => {
    const ofField = (name: string) =>
      here(async () => {
        await page.locator(".menu").getByText("took_ms", { exact: true }).click();
        await figure(`${name} of took_ms`);
      });
    const figure = (title: string) =>
      page.locator("thead .group-count", { hasText: title }).waitFor();
    const quantiles = ["p50", "p90", "p95", "p99"];
    const effects = new Map<string, Effect>([
      ["Count", { shows: () => figure("rows") }],
      ["Rate per Second", { shows: () => figure("rate") }],
      ["Distinct Values of …", ofField("distinct")],
      ["Average of …", ofField("avg")],
      ["Sum of …", ofField("sum")],
      ["Minimum of …", ofField("min")],
      ["Maximum of …", ofField("max")],
      ...quantiles.map((name) => [`${name} of …`, ofField(name)] as const),
      ["Standard Deviation of …", ofField("stddev")],
    ]);
    const actions = page.getByRole("button", { name: "Actions for level", exact: true });
    const grouped = async () => {
      await load();
      await page.locator(".field-head", { has: actions }).hover();
      await actions.click();
      await page.locator(".menu").getByText("Group Rows by It").click();
      await page.waitForSelector(".groups tbody tr");
    };
    const open = () => page.getByRole("button", { name: "Add a figure" }).click();
    await pressAll(grouped, open, effects);
  });

  it("the order of patterns, and since when they are new", async () => {
    const asked: unknown[] = [];
    const fake = new FakeCollector({ count, times });
    const watched: FakeEnd = {
      serve: (rpc) =>
        fake.serve({
          ...rpc,
          serve: (server, decoders) => {
            const { patterns } = server as unknown as { patterns: (query: object) => unknown };
            const noted = (query: object) => {
              asked.push({ isNew: "newSince" in query, ...query });
              return patterns(query);
            };
            rpc.serve({ ...server, patterns: noted }, decoders);
          },
        }),
    };
    const choices = async (button: string, wanted: readonly (readonly [string, object])[]) => {
      let shown = button;
      for (const [label, query] of wanted) {
        await page.getByRole("toolbar").getByRole("button", { name: shown, exact: true }).click();
        expect(await page.locator(".menu .menu-label").count()).toBe(wanted.length);
        await page.locator(".menu").getByText(label, { exact: true }).click();
        await expect.poll(() => asked.at(-1)).toMatchObject(query);
        shown = label;
      }
    };
    await load();
    end = watched;
    await page.reload();
    await page.waitForSelector(".cell-message");
    await page.keyboard.press("p");
    await page.waitForSelector(".pattern-head");

    await choices("Most Frequent First", [
      ["Rarest First", { order: "rare" }],
      ["Newest First", { order: "new" }],
      ["Worst Level First", { order: "worst" }],
      ["Most Frequent First", { order: "count" }],
    ]);
    await choices("New and Known", [
      ["New in the Last 1 min", { isNew: true }],
      ["New in the Last 5 min", { isNew: true }],
      ["New in the Last 1 h", { isNew: true }],
      ["New in the Last 24 h", { isNew: true }],
      ["New and Known", { isNew: false }],
    ]);
  });

  it("what a pattern offers", async () => {
    const id = "000000000004"; // of the errors
    const detail = page.locator(".pattern-detail");
    const open = async () => {
      await page.keyboard.press("p");
      await page.locator(".pattern-head", { hasText: "fetch failed" }).click();
      await detail.waitFor();
    };
    const press = (name: string) => detail.getByRole("button", { name }).click();
    await load();
    await open();
    expect(await detail.locator(".pattern-actions .button").allInnerTexts()).toEqual([
      "Show Its Rows",
      "Why Do These Fail?",
      "Filter Out",
      "Copy Query",
    ]);

    await press("Copy Query");
    await copies(`pattern:${id}`).shows();
    await press("Why Do These Fail?");
    await asks({ openPanel: { panel: "compare", query: `pattern:${id}` } }).shows();
    await press("Filter Out");
    await asksFor(`NOT pattern:${id}`).shows();
    await expect.poll(() => page.locator(".pattern-head", { hasText: "failed" }).count()).toBe(0);
    await load();
    await open();
    await press("Show Its Rows");
    await asksFor(`pattern:${id}`).shows();
    await page.locator(".pattern-notice").getByRole("button", { name: "All rows" }).click();
    await asksFor("").shows();
    await expect.poll(() => page.getAttribute(".list", "aria-rowcount")).toBe(String(count));
  });
});
const containingPlace = (file: string, line: number): unknown =>
  expect.objectContaining({ file, line });

const scrape = failedScrape();
/** Once it is there nothing more is answered: what waits has asked anew. */
const loadScrape = async () => {
  let answers = 1;
  const timeline = () => (answers-- > 0 ? Promise.resolve(scrape) : new Promise<never>(() => {}));
  end = new FakeAnswers({ timeline, requests: async () => [] });
  await page.goto(panels.url("timeline"));
  await page.fill("#id", scrape.id);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".axis");
};
const idsOfScrape = `(request_id:${scrape.id} OR trace_id:t1)`;
const logs = (query: string) => asks({ openPanel: { panel: "logs", query } });

it("a timeline's request's", async () => {
  const isZoomed = () => page.locator(".axis-names", { hasText: "shown" }).count();
  const zoomIn = async () => {
    await loadScrape();
    await page.locator(".list").press("+");
    await expect.poll(isZoomed).toBe(1);
  };
  const selected = () => page.locator('.list-row[aria-selected="true"] .title').innerText();
  const foldable = () => page.locator(".twistie[aria-label]").count();
  const before = { selected: "", shown: "" };
  const shown = () => page.locator(".axis-names").innerText();
  const noted = async () => {
    await zoomIn();
    expect(await foldable()).toBeGreaterThan(0);
    before.selected = await selected();
    before.shown = await shown();
  };
  const differs = (now: () => Promise<string>, key: keyof typeof before) =>
    here(() => expect.poll(now).not.toBe(before[key]));
  const effects = new Map<string, Effect>([
    ["Find…", here(() => page.waitForSelector("#find:focus"))],
    ["Go to Next Error", differs(selected, "selected")],
    ["Why Do These Fail?", asks({ openPanel: { panel: "compare", within: "name:scrape" } })],
    ["All Records by Time", here(() => expect.poll(foldable).toBe(0))],
    ["Details", here(() => page.waitForSelector(".detail", { state: "detached" }))],
    ["Zoom In", differs(shown, "shown")],
    ["Zoom Out", here(() => expect.poll(isZoomed).toBe(0))],
    ["Show All of the Request", here(() => expect.poll(isZoomed).toBe(0))],
    ["Compare with…", here(() => page.waitForSelector("#against"))],
    ["Show in Logs", logs(idsOfScrape)],
    ["Open as Text Document", asText(containing("fetch failed"), "plaintext")],
    ["Copy ID", copies(scrape.id)],
    [
      "Refresh",
      here(() =>
        expect.poll(() => page.getByRole("status", { name: "Collecting…" }).count()).toBe(1),
      ),
    ],
  ]);
  const open = () => page.getByRole("button", { name: "More actions" }).click();
  await pressAll(noted, open, effects);
});

it("a value's, in a timeline's detail", async () => {
  const effects = new Map<string, Effect>([
    ["Filter for Value in Logs", logs("worker:w7")],
    ["Filter for Value in This Request's Logs", logs(`${idsOfScrape} worker:w7`)],
    ["Filter Out Value in This Request's Logs", logs(`${idsOfScrape} NOT worker:w7`)],
    ["Copy Value", copies("w7")],
    ["Copy as Filter", copies("worker:w7")],
  ]);
  const load = async () => {
    await loadScrape();
    await page.locator(".list-row", { hasText: "dequeued" }).first().click();
  };
  const open = () => page.locator(".detail").getByText("w7", { exact: true }).first().click();
  await pressAll(load, open, effects);
});

it("a timeline row's", async () => {
  const data = scrape;
  const ids = idsOfScrape;
  const json = JSON.stringify(
    data.spans.find(({ spanId }) => spanId === "queue"),
    null,
    2,
  );
  const effects = new Map<string, Effect>([
    ["Go to Source", asks({ openSource: containingPlace("/app/src/scraper/scraper.ts", 41) })],
    ["Zoom to This Row", here(() => page.locator(".axis-names", { hasText: "shown" }).waitFor())],
    ["Show in Logs", logs(ids)],
    ["Show Logs of This Span", logs("span_id:queue")],
    ["Show Logs of broker", logs(`${ids} service:broker`)],
    ["Copy", copies("queue urls")],
    ["Copy Span ID", copies("queue")],
    ["Copy as JSON", copies(json)],
    ["Open as JSON", asText(json, "json")],
  ]);
  const open = () =>
    page.locator(".list-row", { hasText: "queue urls" }).first().click({ button: "right" });
  await pressAll(loadScrape, open, effects);
});

it("a metric card's", async () => {
  end = new FakeAnswers(storyMetrics());
  const load = async () => {
    await page.goto(panels.url("metrics"));
    await page.waitForSelector(".chart canvas");
  };
  const card = page.locator(".card", { hasText: "fetch.duration" });
  const name = (text: string) =>
    here(() => card.locator(".card-name", { hasText: text }).waitFor());
  const query = () => page.inputValue("#query");
  const hasPercentiles = async () =>
    (await card.locator(".legend li").allInnerTexts()).some((text) => text.startsWith("p50"));
  await load();
  const actions = page.getByRole("button", { name: "Actions of fetch.duration" });
  await actions.click();
  const labels = await page.locator(".menu .menu-label").allInnerTexts();
  const tags = labels.filter((label) => label.startsWith("By "));
  expect(tags).not.toEqual([]);
  const effects = new Map<string, Effect>([
    ["Show Series", here(() => card.locator(".series tbody tr").first().waitFor())],
    ["Pin", here(() => page.getByRole("button", { name: "Unpin fetch.duration" }).waitFor())],
    [
      "Show Logs of the Time Shown",
      asks({ openPanel: { panel: "logs", query: containing("service:") } }),
    ],
    ["Only This Metric", here(() => expect.poll(query).toBe("name:fetch.duration"))],
    ["All in One", { shows: () => expect.poll(hasPercentiles).toBe(true) }],
    [
      "Each Series",
      here(async () => {
        await expect.poll(hasPercentiles).toBe(false);
        await actions.click();
        await page.locator(".menu").getByText("All in One", { exact: true }).click();
        await expect.poll(hasPercentiles).toBe(true);
      }),
    ],
    ...tags.map((label) => [label, name(label.toLowerCase())] as const),
    ["Copy Value", copies(expect.stringMatching(/^\d/))],
    ["Copy Name", copies("fetch.duration")],
    ["Open as Text Document", asText(containing("fetch.duration · histogram"), "plaintext")],
  ]);
  await page.keyboard.press("Escape");
  await pressAll(load, () => actions.click(), effects);
});

it("a tag's, of a metric's series", async () => {
  end = new FakeAnswers(storyMetrics());
  const card = page.locator(".card", { hasText: "fetch.duration" });
  const load = async () => {
    await page.goto(panels.url("metrics"));
    await page.waitForSelector(".chart canvas");
    await page.fill("#query", "fetch OR worker");
    await page.getByRole("button", { name: "Actions of fetch.duration" }).click();
    await page.locator(".menu").getByText("Show Series", { exact: true }).click();
  };
  const asksFor = (query: string) =>
    here(() => expect.poll(() => page.inputValue("#query")).toBe(query));
  const effects = new Map<string, Effect>([
    ["Filter For Value", asksFor("(fetch OR worker) worker:w7")],
    ["Filter Out Value", asksFor("(fetch OR worker) NOT worker:w7")],
    ["Show Its Logs", logs("worker:w7")],
    ["Copy Value", copies("w7")],
  ]);
  await pressAll(load, () => card.locator(".tag", { hasText: "w7" }).click(), effects);
});
