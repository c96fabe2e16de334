// A collector that is suspended keeps its sockets open: its page says that it does not answer, as the editor does.

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { patienceMs } from "../../patience";
import { launchBrowser } from "../../webview/fake/browser";
import { TestCollector } from "../collector";

let collector: TestCollector;
let browser: Browser;
beforeAll(async () => {
  collector = await TestCollector.start();
  browser = await launchBrowser();
});
afterEach(() => {
  collector.process.kill("SIGCONT"); // suspended still where the test failed: it would not serve the next, nor end
});
afterAll(async () => {
  await browser.close();
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

const silent = "The collector does not answer: it hangs, or was suspended.";

test("one that is suspended before it takes the connection is told, and served when it goes on", async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.routeWebSocket(/\/control/, (socket) => {
    collector.process.kill("SIGSTOP"); // the page has all but a connection
    socket.connectToServer();
  });

  await page.goto(collector.ui, { waitUntil: "commit" }); // what is loaded after the script waits, too

  await page.getByText(silent).waitFor();
  collector.process.kill("SIGCONT");
  await page.getByRole("row", { name: /after it went on/ }).waitFor();
  expect(await page.getByText(silent).count()).toBe(0);
});

test("so is one that takes the connection and does not say hello", async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  let isHeld = true;
  const held: (() => void)[] = [];
  await page.routeWebSocket(/\/control/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (isHeld) held.push(() => server.send(message));
      else server.send(message);
    });
  });

  await page.goto(collector.ui);

  await page.getByText(silent).waitFor();
  isHeld = false;
  for (const send of held.splice(0)) send();
  await page.getByRole("row", { name: /after it went on/ }).waitFor();
  expect(await page.getByText(silent).count()).toBe(0);
});
