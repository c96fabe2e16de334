// No panel waits without saying so: a question shows that it waits, ends in the collector when a newer one is asked,
// and when it fails says why and waits no more. The Logs panel's questions: logs/busy.browser.test.ts.

import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { aLog, aRequest } from "../shared/timeline/builders";
import { aResult } from "./compare/aResult";
import { type Held, HeldAnswers } from "./fake/heldAnswers";
import { panelsInBrowser } from "./fake/panelsInBrowser";
import { FakeAnswers } from "./pictures/fakeApi";
import { storyMetrics } from "./pictures/metrics";
import { failedScrape, passedScrape, recentRequests } from "./pictures/requests";

const end = new FakeAnswers();
const answers = new HeldAnswers(end);
let page: Page;
const panels = panelsInBrowser(answers, (opened) => (page = opened));
beforeEach(() => answers.release());

type Name = Parameters<typeof answers.hold>[0];
/** The question that waits; one is enough. */
async function asked(name: Name): Promise<Held> {
  await expect.poll(() => answers.waiting(name)).not.toEqual([]);
  return answers.waiting(name)[0]!;
}
const ended = (held: Held) => expect.poll(() => held.signal.aborted).toBe(true);
const failAll = (name: Name) => answers.waiting(name).forEach((one) => one.fail(full));
const full = "The store is full.";
const waits = (text: string) => page.getByRole("status", { name: text }).count();
const isBusy = (text: string) => expect.poll(() => waits(text)).toBe(1);
const isQuiet = (text: string) => expect.poll(() => waits(text)).toBe(0);

describe("a comparison", () => {
  const busy = () => isBusy("Comparing…");
  const quiet = () => isQuiet("Comparing…");
  beforeEach(() => {
    end.api = {
      compare: async () => aResult(),
      timeline: async ({ id }) => aRequest({ id, logs: [aLog({ body: `what ${id} did` })] }),
    };
  });

  it("waits for its differences", async () => {
    answers.hold("compare");
    await page.goto(panels.url("compare"));
    const first = await asked("compare");
    await busy();
    await page.getByRole("heading", { name: "Comparing…" }).waitFor();

    await page.keyboard.press("e");
    await page.fill(".edit-groups input >> nth=0", "level:fatal");
    await page.keyboard.press("Enter");
    await ended(first);
    expect((await asked("compare")).params).toMatchObject({ bad: "level:fatal" });
    await busy();
    answers.release();
    await page.waitForSelector(".difference");
    await quiet();

    answers.hold("compare");
    await page.keyboard.press("r");
    await asked("compare");
    await busy();
    expect(await page.locator(".difference").count()).toBeGreaterThan(0);
    failAll("compare");
    await page.locator(".foot", { hasText: full }).waitFor();
    await quiet();
  });

  it("is given up by Esc", async () => {
    answers.hold("compare");
    await page.goto(panels.url("compare"));
    const first = await asked("compare");

    await page.keyboard.press("Escape");

    await ended(first);
    await page.locator(".empty", { hasText: "The comparison was cancelled." }).waitFor();
    await quiet();
  });

  it("waits for the two requests that it puts side by side", async () => {
    answers.hold("timeline");
    await page.goto(panels.url("compare"));
    await page.waitForSelector(".difference");
    const first = await asked("timeline");
    await busy();

    await page.keyboard.press("r");
    await ended(first);
    await asked("timeline");
    await busy();
    answers.release();
    await page.locator(".pair", { hasText: "what bad-request did" }).waitFor();
    await quiet();

    answers.hold("timeline");
    await page.keyboard.press("r");
    await asked("timeline");
    failAll("timeline");
    await page.locator(".foot", { hasText: full }).waitFor();
    await quiet();
    expect(await page.locator(".difference").count()).toBeGreaterThan(0);
  });
});

describe("a timeline", () => {
  const [failed, passed] = [failedScrape(), passedScrape()];
  const busy = () => isBusy("Collecting…");
  const quiet = () => isQuiet("Collecting…");
  const paste = async (id: string) => {
    await page.fill("#id", id);
    await page.keyboard.press("Enter");
  };
  beforeEach(() => {
    end.api = {
      requests: async ({ isFailedOnly }) =>
        recentRequests(10).filter((one) => isFailedOnly !== true || one.isFailed),
      timeline: async ({ id }) => (id === passed.id ? passed : { ...failed, id }),
    };
  });

  it("waits for the recent requests, and does not say before they came that there are none", async () => {
    end.api = {
      ...end.api,
      requests: async () => recentRequests(10).filter((one) => !one.isFailed),
    };
    await page.goto(panels.url("timeline"));
    await page.waitForSelector(".list-row");
    await quiet();

    answers.hold("requests");
    await page.click("text=Failed only");
    const first = await asked("requests");
    await busy();
    expect(await page.getByText("No such request").count()).toBe(0);
    await page.click("text=Failed only");
    await ended(first);
    await asked("requests");
    await busy();
    answers.release();
    await quiet();

    answers.hold("requests");
    await page.click("text=Failed only");
    await asked("requests");
    failAll("requests");
    await page.locator(".foot", { hasText: full }).waitFor();
    await quiet();
  });

  it("waits for the records of its request", async () => {
    await page.goto(panels.url("timeline"));
    await page.waitForSelector(".list-row");
    answers.hold("timeline");
    await paste("first-id");
    const first = await asked("timeline");
    await busy();
    await page.getByText("Collecting the records of first-id…").waitFor();

    await page.keyboard.press("Escape");
    await ended(first);
    await page.waitForSelector("#id");
    await quiet();
    await paste("second-id");
    await asked("timeline");
    await busy();
    answers.release();
    await page.waitForSelector(".axis");
    await quiet();

    await page.keyboard.press("Escape");
    answers.hold("timeline");
    await paste("third-id");
    await asked("timeline");
    failAll("timeline");
    await page.locator(".empty", { hasText: full }).waitFor();
    await quiet();
    answers.hold("timeline");
    await page.click("text=Try Again");
    await asked("timeline");
    await busy();
  });

  it("waits for the passed requests that it may be compared with", async () => {
    const bar = (text: string) => page.locator(".against-bar .offer", { hasText: text }).waitFor();
    await page.goto(`${panels.url("timeline")}&id=${failed.id}`);
    await page.waitForSelector(".axis");
    answers.hold("requests");
    await page.click("text=Compare with…");
    const first = await asked("requests");
    await busy();
    await bar("Looking for a passed request…");
    await page.keyboard.press("Escape");
    await ended(first);
    await quiet();

    await page.click("text=Compare with…");
    await asked("requests");
    failAll("requests");
    await bar(full);
    await quiet();

    answers.release();
    await page.keyboard.press("Escape");
    await page.click("text=Compare with…");
    await bar("No recent passed request of this route");
    await quiet();
  });

  it("waits for the request that stands beside it", async () => {
    await page.goto(`${panels.url("timeline")}&id=${failed.id}`);
    await page.waitForSelector(".axis");
    const compareWith = async (id: string) => {
      await page.keyboard.press("c");
      await page.fill("#against", id);
      await page.keyboard.press("Enter");
    };
    answers.hold("timeline");
    await compareWith("other-id");
    const first = await asked("timeline");
    await busy();
    await page.getByText("Collecting the records of other-id…").waitFor();

    await compareWith(passed.id);
    await ended(first);
    expect((await asked("timeline")).params).toEqual({ id: passed.id });
    await busy();
    answers.release();
    await page.waitForSelector(".arow");
    await quiet();

    answers.hold("timeline");
    await compareWith("third-id");
    await asked("timeline");
    failAll("timeline");
    await page.locator(".empty", { hasText: full }).waitFor();
    await quiet();
  });
});

describe("metrics", () => {
  const busy = () => isBusy("Collecting…");
  const quiet = () => isQuiet("Collecting…");
  beforeEach(() => {
    end.api = storyMetrics();
  });

  it("wait for their series", async () => {
    answers.hold("series");
    await page.goto(panels.url("metrics"));
    await asked("series");
    await busy();
    await page.getByText("Collecting the series…").waitFor();
    answers.release();
    await page.waitForSelector(".card");
    await quiet();

    answers.hold("series");
    await page.fill("#query", "fetch");
    const first = await asked("series");
    await busy();
    await page.fill("#query", "broker");
    await ended(first);
    await asked("series");
    await busy();
    failAll("series");
    await page.locator(".foot", { hasText: full }).waitFor();
    await quiet();
  });

  it("wait for their charts", async () => {
    const choose = async (shown: string, range: string) => {
      await page.getByRole("button", { name: shown }).click();
      await page.getByRole("menuitemcheckbox", { name: range }).click();
    };
    await page.goto(panels.url("metrics"));
    await page.waitForSelector(".chart canvas");
    await quiet();

    answers.hold("chart");
    await choose("Last 5 min", "Last 1 h");
    const first = await asked("chart");
    await busy();
    await choose("Last 1 h", "Last 24 h");
    await ended(first);
    await asked("chart");
    await busy();
    answers.release();
    await quiet();
  });
});
