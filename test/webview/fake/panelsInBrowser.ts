// The built panels in a real Chromium: one browser and one server for the tests of a file, a new page for each
// test. A test fails when a script of the page does, or when the page breaks its content security policy.

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { patienceMs } from "../../patience";
import { launchBrowser } from "./browser";
import { type FakeEnd, type FakeServer, serveFake } from "./fakeServer";

const viewport = { width: 1000, height: 700 };

/** Call it once, outside of any test. `onPage` gets the page of each. */
export function panelsInBrowser(answers: FakeEnd, onPage: (page: Page) => void) {
  let browser: Browser;
  let server: FakeServer;
  let page: Page;
  let problems: string[];
  beforeAll(async () => {
    server = await serveFake(answers);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(async () => {
    problems = [];
    page = await (await browser.newContext({ viewport })).newPage();
    page.setDefaultTimeout(patienceMs);
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) problems.push(message.text());
    });
    onPage(page);
  });
  afterEach(async () => {
    await page.context().close();
    expect(problems).toEqual([]);
  });
  return { url: (panel: string) => server.url(panel) };
}
