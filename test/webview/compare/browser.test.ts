import type { Locator, Page } from "playwright-core";
import { beforeEach, expect, it } from "vitest";
import { RpcError } from "../../../src/shared/contract/rpc";
import { aLog, aRequest } from "../../shared/timeline/builders";
import { inEditor, lastAsked } from "../fake/inEditor";
import { panelsInBrowser } from "../fake/panelsInBrowser";
import { FakeAnswers } from "../pictures/fakeApi";
import { aRanked, aResult } from "./aResult";

const answers = new FakeAnswers();
let page: Page;
const panels = panelsInBrowser(answers, (opened) => (page = opened));
beforeEach(() => {
  answers.api = {
    compare: () => Promise.resolve(aResult()),
    timeline: ({ id }) =>
      Promise.resolve(aRequest({ id, logs: [aLog({ body: `what ${id} did` }), aLog()] })),
  };
});

it("ranks the differences with their shares, and puts two requests side by side", async () => {
  await page.goto(panels.url("compare"));

  const first = page.locator(".difference").first();
  await first.waitFor();
  expect(await first.innerText()).toContain("worker = w7");
  expect(await first.innerText()).toMatch(/92 % of failed\s+4 % of passed\s+score 0\.70/);
  expect(await first.innerText()).toContain("34 failed and 16 passed requests");
  await page.locator(".pair tr.is-first").waitFor();
  expect(await page.locator(".pair tr.is-first").innerText()).toContain("what bad-request did");
  expect(await page.locator(".groups").innerText()).toContain("37 failed against 412 passed");
});

it("says how much of long requests is not compared", async () => {
  answers.api = {
    ...answers.api,
    timeline: ({ id }) =>
      Promise.resolve(
        aRequest({
          id,
          logs: Array.from({ length: id === "bad-request" ? 1504 : 3 }, () => aLog()),
        }),
      ),
  };
  await page.goto(panels.url("compare"));

  await page
    .locator(".pair .note", {
      hasText: "Only the beginnings are compared: 1,204 more lines of the failed request.",
    })
    .waitFor();
});

it("says whose clocks were put right, in a line that opens", async () => {
  const clocks = [
    { service: "payment", host: "h-2", correctionNanos: 41e6 },
    { service: "ledger", host: "", correctionNanos: -12e6 },
  ];
  answers.api = { ...answers.api, compare: () => Promise.resolve(aResult({ clocks })) };
  await page.goto(panels.url("compare"));

  const said = page.locator(".foot").getByRole("button", { name: /2 clocks were put right/ });
  await said.waitFor();
  expect(await said.getAttribute("aria-expanded")).toBe("false");
  await said.click();
  expect(await said.getAttribute("aria-expanded")).toBe("true");
  expect(await said.innerText()).toContain("payment on h-2 +41 ms, ledger -12 ms.");
});

it("moves by keys and opens what goes with a cause", async () => {
  await page.goto(panels.url("compare"));
  await page.waitForSelector(".difference");

  await page.keyboard.press("ArrowDown");
  await page.locator(".difference.is-selected", { hasText: "payload_bytes" }).waitFor();
  await page.click("text=and 1 more");

  await page.locator(".related", { hasText: "fetch" }).waitFor();
});

it("says among which requests a difference was judged where these are not all", async () => {
  const difference = { kind: "duration", field: "query", value: "> 1s", signal: "spans" } as const;
  const shares = { badShare: 1, goodShare: 0.05, badCount: 12, goodCount: 4 };
  const judgedAmong = (rank: number, of: "spans" | "metrics") =>
    aRanked(rank, { ...difference, ...shares, among: { of, bad: 12, good: 80 } });
  answers.api = {
    ...answers.api,
    compare: () =>
      Promise.resolve(
        aResult({ differences: [judgedAmong(1, "spans"), judgedAmong(2, "metrics")] }),
      ),
  };
  await page.goto(panels.url("compare"));

  const shown = page.locator(".difference");
  await shown.first().waitFor();
  expect(await shown.first().innerText()).toMatch(
    /among 12 failed and 80 passed requests whose spans were recorded · 12 failed and 4 passed/,
  );
  expect(await shown.first().innerText()).toMatch(/100 % of traced failed\s+5 % of traced passed/);
  expect(await shown.last().innerText()).toMatch(
    /100 % of measured failed\s+5 % of measured passed/,
  );
});

it("says of which requests the rows are where a query cannot name them all", async () => {
  const many = { query: `request_id:(${"r1 OR ".repeat(400)}r2)`, named: 400 };
  answers.api = {
    ...answers.api,
    compare: () =>
      Promise.resolve(
        aResult({
          differences: [
            aRanked(1, { kind: "count", field: "tried", value: ">= 3", badCount: 750, ...many }),
            aRanked(2, { signal: "spans", badCount: 20, rows: { ...many, named: 20 } }),
          ],
        }),
      ),
  };
  await page.goto(panels.url("compare"));

  const rows = page.getByRole("button", { name: "Show rows" });
  await rows.first().waitFor();
  expect(await rows.allInnerTexts()).toEqual([
    "Show rows of 400 of 750 failed requests",
    "Show rows",
  ]);
  expect(await rows.last().getAttribute("data-tip")).toBe(
    "The logs of 20 failed requests, by their ids",
  );
  const tip = await page
    .getByRole("button", { name: "Copy query" })
    .first()
    .getAttribute("data-tip");
  expect(tip).toMatch(/^request_id:\(r1 OR .{100,200}… \(it names 400 of 750 failed requests\)$/);
});

it("says when there are too few requests, and when many differ in nothing", async () => {
  const few = "2 failed against 3 passed requests are too few: any difference could be chance.";
  const none = { differences: [], typical: undefined, identifying: [] };
  answers.api = {
    ...answers.api,
    compare: () =>
      Promise.resolve(aResult({ ...none, badRequests: 2, goodRequests: 3, tooLittle: few })),
  };
  await page.goto(panels.url("compare"));

  const empty = page.locator(".empty");
  await empty.filter({ hasText: "Too few requests to compare" }).waitFor();
  expect(await empty.innerText()).toContain(few);
  answers.api = { ...answers.api, compare: () => Promise.resolve(aResult(none)) };
  await page.click("text=Compare Again");

  await empty.filter({ hasText: "Nothing differs beyond chance" }).waitFor();
  expect(await empty.innerText()).toContain("37 failed requests against 412 passed requests.");
});

it("leads from a difference to its rows, the query that isolates it and its source line", async () => {
  await inEditor(page, "vscode-dark");
  await page.goto(panels.url("compare"));
  const [first, second] = [page.locator(".difference").first(), page.locator(".difference").nth(1)];
  const press = async (of: Locator, name: string) => {
    await of.getByRole("button", { name, exact: true }).click();
    return expect.poll(() => lastAsked(page));
  };

  const rows = { openPanel: { panel: "logs", query: "worker:w7" } };
  await (await press(first, "Show rows")).toEqual(rows);
  await (await press(first, "Copy query")).toEqual({ copy: { text: "worker:w7" } });
  const place = { file: "src/worker.ts", line: 19, service: "fetcher" };
  await (await press(first, "worker.ts:19")).toEqual({ openSource: place });
  await (await press(second, "Copy query")).toEqual({ copy: { text: "payload_bytes:>16000" } });
  expect(await second.getByRole("button", { name: "Find source" }).count()).toBe(1);
  const ofRelated = { openPanel: { panel: "logs", query: "request_id:(r1 OR r2)" } };
  await (await press(first, "missing: “wrote row”")).toEqual(ofRelated);
});

it("opens the source of either side of a line of the two requests", async () => {
  await inEditor(page, "vscode-dark");
  const from = (file: string) =>
    aLog({ body: "taken", service: "shop", source: { file, line: 7 } });
  answers.api = {
    ...answers.api,
    timeline: ({ id }) => Promise.resolve(aRequest({ id, logs: [from(`${id}.ts`)] })),
  };
  await page.goto(panels.url("compare"));
  const sides = page.locator(".pair .open-line");

  await sides.first().click();
  const of = (file: string) => ({ openSource: { file, line: 7, service: "shop" } });
  await expect.poll(() => lastAsked(page)).toEqual(of("bad-request.ts"));
  await sides.last().click();
  await expect.poll(() => lastAsked(page)).toEqual(of("good-request.ts"));
});

it("asks for other groups, and shows what is wrong with a query", async () => {
  await page.goto(panels.url("compare"));
  await page.waitForSelector(".difference");
  answers.api = {
    compare: ({ bad }) =>
      bad === "broken("
        ? Promise.reject(new RpcError({ kind: "query", message: "A ) is missing." }))
        : Promise.resolve(aResult({ badRequests: 0, differences: [], typical: undefined })),
  };

  await page.keyboard.press("e");
  await page.fill(".edit-groups input >> nth=0", "broken(");
  await page.keyboard.press("Enter");
  await page.locator(".foot", { hasText: "A ) is missing." }).waitFor();
  await page.keyboard.press("e");
  await page.fill(".edit-groups input >> nth=0", "level:fatal");
  await page.keyboard.press("Enter");

  await page.locator(".empty", { hasText: "No request has failed" }).waitFor();
});

it("says why nothing could be compared, once, and what to do", async () => {
  answers.api = {
    compare: () =>
      Promise.reject(new RpcError({ kind: "internal", message: "The store is full." })),
  };
  await page.goto(panels.url("compare"));

  await page.locator(".empty", { hasText: "The store is full." }).waitFor();
  expect(await page.getByText("The store is full.").count()).toBe(1);
  answers.api = { ...answers.api, compare: () => Promise.resolve(aResult({ typical: undefined })) };
  await page.click("text=Compare Again");

  await page.locator(".difference").first().waitFor();
});
