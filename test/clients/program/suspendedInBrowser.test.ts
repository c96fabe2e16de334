// A collector that is suspended keeps its sockets open: its page says that it does not answer, as the editor does.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { patienceMs } from "../../patience";
import { launchBrowser } from "../../webview/fake/browser";
import { TestCollector } from "../collector";

let collector: TestCollector;
let browser: Browser;
beforeAll(async () => {
  collector = await TestCollector.start();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  collector.process.kill("SIGCONT"); // suspended still where the test failed: it would not end
  await collector.stop();
});

test("the page says that a suspended collector does not answer, and goes on when it does", async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(collector.ui);
  await collector.post("shop", ["before it was suspended"]);
  await page.getByRole("row", { name: /before it was suspended/ }).waitFor();
  const { pid } = collector.process;

  collector.process.kill("SIGSTOP");

  await page.getByText(`The collector (process ${pid}) does not answer: it hangs`).waitFor();

  collector.process.kill("SIGCONT");
  await collector.post("shop", ["after it went on"]);
  await page.getByRole("row", { name: /after it went on/ }).waitFor();
  await page.getByRole("row", { name: /before it was suspended/ }).waitFor();
});
