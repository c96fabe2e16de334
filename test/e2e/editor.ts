// A running editor with the packaged extension, and what a user does with it.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Browser,
  chromium,
  errors,
  type Frame,
  type FrameLocator,
  type Locator,
  type Page,
} from "playwright-core";
import { expect, inject } from "vitest";
import { parseDiscovery, type Discovery } from "../../src/shared/contract/discovery";
import { panelTitles } from "../../src/shared/panelHtml";
import { patienceMs } from "../patience";
import { removeProfile, type ServedVscode, startServedVscode } from "./servedVscode.mjs";

const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** What was not done within that was taken away meanwhile. */
const takenAwayMs = 5_000;

/** Any free port for each listener: tests run beside whatever is on this machine. */
const freePorts = Object.fromEntries(
  ["http", "grpc", "statsd", "syslog", "gelf", "fluent"].map((name) => [
    `sidelight.ports.${name}`,
    0,
  ]),
);

/** As watcher/main.js writes it. */
export interface Connection {
  readonly what: "connect" | "listen" | "bind" | "send" | "fetch" | "WebSocket";
  /** A host (of the last two with its port), or the path of a socket. */
  readonly target: string;
  /** The extension's code asked for it, not the editor's. */
  readonly isOurs: boolean;
}

export class Editor {
  private constructor(
    /** Profile, workspace and data folder of this run. */
    readonly home: string,
    private readonly served: ServedVscode,
    private readonly browser: Browser,
  ) {}

  static async start(settings: Readonly<Record<string, unknown>> = {}): Promise<Editor> {
    const home = mkdtempSync(join(tmpdir(), "sidelight-e2e-"));
    cpSync(join(import.meta.dirname, "workspace"), join(home, "workspace"), { recursive: true });
    cpSync(inject("extensions"), join(home, "extensions"), { recursive: true });
    const served = await startServedVscode(inject("servedVscode"), {
      home,
      env: {
        SIDELIGHT_DATA: join(home, "sidelight"),
        SIDELIGHT_TEST_CONNECTIONS: join(home, "connections.jsonl"),
      },
      settings: { ...freePorts, ...settings },
    });
    const browser = await chromium.launch({
      executablePath: inject("chromium"),
      args: flags,
      timeout: patienceMs,
    });
    return new Editor(home, served, browser);
  }

  get workspacePath(): string {
    return join(this.home, "workspace");
  }

  async openWindow({
    size = { width: 1400, height: 860 },
    scale = 1,
    folder = this.workspacePath,
  } = {}): Promise<Window> {
    const context = await this.browser.newContext({ viewport: size, deviceScaleFactor: scale });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    await page.goto(this.served.url(folder));
    const window = new Window(page);
    await window.isUsable();
    return window;
  }

  /** What the running collector says of itself. */
  discovery(): Discovery | undefined {
    const path = join(this.home, "sidelight", "collector.json");
    return existsSync(path) ? parseDiscovery(readFileSync(path, "utf8")) : undefined;
  }

  /** What the extension host has connected to and listened on so far. */
  connections(): Connection[] {
    const lines = readFileSync(join(this.home, "connections.jsonl"), "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as Connection);
  }

  async collector(): Promise<Discovery> {
    await expect.poll(() => this.discovery()).toBeDefined();
    return this.discovery()!;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.served.stop();
    const collector = this.discovery();
    if (collector !== undefined) kill(collector.pid);
    removeProfile(this.home);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it ended with its last client
  }
}

export type Panel = "logs" | "timeline" | "metrics" | "compare";

export class Window {
  constructor(readonly page: Page) {}

  async isUsable(): Promise<void> {
    await this.page.locator(".monaco-workbench").waitFor();
    await this.page.locator(".activitybar .action-label[aria-label^='Sidelight']").waitFor();
  }

  /** Runs a command by its title, from the palette. */
  async run(title: string): Promise<void> {
    const input = await this.choose(title);
    await input.waitFor({ state: "hidden" });
  }

  /** Runs a command that goes on to ask. */
  async begin(title: string, asks: string): Promise<void> {
    await this.choose(title);
    await this.page.locator(".quick-input-title", { hasText: asks }).waitFor();
  }

  /** Types into the list that is open and takes the entry with this text. */
  async pick(typed: string, entry: string): Promise<void> {
    await this.page.locator(".quick-input-widget input").first().fill(typed);
    await this.page
      .locator(".quick-input-list .monaco-list-row", { hasText: entry })
      .first()
      .click();
  }

  /**
   * A panel that comes to the front takes the keys when its page is there, which closes a list of commands: it is
   * opened again then, as a user would.
   */
  private async choose(title: string): Promise<Locator> {
    let input: Locator | undefined;
    const isChosen = async () => {
      input = await this.openPalette();
      try {
        await input.fill(`>${title}`, { timeout: takenAwayMs });
        // Not Enter: what stands first is what was used last, or sounds alike.
        await this.page
          .locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`)
          .first()
          .click({ timeout: takenAwayMs });
        return true;
      } catch (error) {
        if (error instanceof errors.TimeoutError) return false;
        throw error;
      }
    };
    await expect.poll(isChosen, { message: `the command ${title}` }).toBe(true);
    if (input === undefined) throw new Error(`The command ${title} was not chosen.`);
    return input;
  }

  /** Picks a theme by its name in the list; `kind` is the class that the workbench then has. */
  async setTheme(name: string, kind: string): Promise<void> {
    const input = await this.choose("Preferences: Color Theme");
    await input.fill(name);
    await this.page
      .locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`)
      .first()
      .click();
    await input.waitFor({ state: "hidden" });
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  /** A key goes nowhere while the focus is in the frame of a hidden panel: the window is given it first. */
  private async openPalette(): Promise<Locator> {
    const input = this.page.locator(".quick-input-widget input").first();
    await expect
      .poll(
        async () => {
          await this.page.evaluate(() => {
            const { activeElement } = document;
            if (activeElement instanceof HTMLIFrameElement) activeElement.blur();
          });
          await this.page.keyboard.press("F1");
          return await input.waitFor({ timeout: takenAwayMs }).then(
            () => true,
            () => false,
          );
        },
        { message: "the command palette" },
      )
      .toBe(true);
    return input;
  }

  /** The page of a panel that is shown beside the code: a frame within the webview's frame. */
  async panel(panel: Panel): Promise<FrameLocator> {
    const hasText = panelTitles[panel];
    await this.page.locator(".tab.active", { hasText }).first().waitFor();
    return await this.loadedPage(panel, "editor");
  }

  /** The page of a panel's view in the side bar. */
  async sideBarPanel(panel: Panel): Promise<FrameLocator> {
    return await this.loadedPage(panel, "sideBar");
  }

  private async loadedPage(panel: Panel, place: "editor" | "sideBar"): Promise<FrameLocator> {
    let id: string | undefined;
    const find = async () => (id = await this.frameOf(panel, place));
    await expect.poll(find, { message: `the ${panel} panel's page` }).toBeDefined();
    return this.page.frameLocator(`iframe[name="${id}"]`).frameLocator("iframe#active-frame");
  }

  /** Name of the outer frame whose page loaded this panel's script. */
  private async frameOf(panel: Panel, place: "editor" | "sideBar"): Promise<string | undefined> {
    for (const frame of this.page.frames()) {
      const outer = frame.parentFrame();
      const script = frame.locator(`script[src$="/${panel}.js"]`);
      if (outer === null || (await script.count().catch(() => 0)) === 0) continue;
      if ((await this.isInSideBar(outer)) === (place === "sideBar")) return outer.name();
    }
    return undefined;
  }

  /** Frames of webviews lie over the workbench: only where they are tells what they belong to. */
  private async isInSideBar(frame: Frame): Promise<boolean> {
    const sideBar = await this.page.locator(".part.sidebar").boundingBox();
    const place = await (await frame.frameElement()).boundingBox();
    return sideBar !== null && place !== null && place.x < sideBar.x + sideBar.width;
  }

  async openSideBar(): Promise<void> {
    await this.page.locator(".activitybar .action-label[aria-label^='Sidelight']").click();
  }

  /** What opens and closes one of the side bar's views. */
  sideBarHeader(name: string): Locator {
    return this.page.locator(".sidebar .pane-header", { hasText: name });
  }

  /** Has this panel's view alone open in the side bar, so that it has all the height; returns its page. */
  async openAloneInSideBar(panel: Panel): Promise<FrameLocator> {
    for (const name of ["Overview", ...Object.values(panelTitles)]) {
      const header = this.sideBarHeader(name);
      const isOpen = (await header.getAttribute("aria-expanded")) === "true";
      if (isOpen !== (name === panelTitles[panel])) await header.click();
    }
    return await this.sideBarPanel(panel);
  }

  /** Heights of the side bar's views in pixels, top to bottom, once they have come to rest. */
  async sideBarHeights(): Promise<Record<string, number>> {
    const read = () =>
      this.page.locator(".sidebar .pane").evaluateAll((panes) =>
        panes.map((pane) => {
          const name = pane.querySelector(".pane-header .title")?.textContent ?? "";
          return [name, Math.round(pane.getBoundingClientRect().height)] as const;
        }),
      );
    let last = await read();
    await expect
      .poll(async () => {
        const before = last;
        last = await read();
        return last.length > 0 && JSON.stringify(last) === JSON.stringify(before);
      })
      .toBe(true);
    return Object.fromEntries(last);
  }

  /** Rows of the tree, as one reads them. */
  async treeRows(): Promise<string[]> {
    const rows = await this.page.locator(".pane-body .monaco-list-row").allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, " ").trim());
  }

  async statusText(): Promise<string> {
    return await this.statusItem.innerText();
  }

  /** Whether the status bar item has the colour of errors. */
  async isStatusRed(): Promise<boolean> {
    return await this.statusItem.evaluate((item) => item.classList.contains("error-kind"));
  }

  private get statusItem(): Locator {
    return this.page.locator("#sidelight\\.sidelight\\.sidelight\\.status");
  }

  async openTab(title: string): Promise<void> {
    await this.page.locator(".tab", { hasText: title }).first().click();
  }

  /** Names of the active tab of each group, left to right. */
  async activeTabs(): Promise<string[]> {
    const labels = await this.page
      .locator(".editor-group-container .tab.active")
      .evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute("aria-label")));
    return labels.map((label) => label?.split(",")[0] ?? "");
  }

  /** What the editors show, with the blanks that were meant. */
  async editorTexts(): Promise<string> {
    const texts = await this.page.locator(".monaco-editor .view-lines").allInnerTexts();
    return texts.join("\n").replaceAll("\u00a0", " ");
  }

  /** Line and column of the text cursor, as the status bar tells them. */
  async cursor(): Promise<string> {
    return await this.page.locator("#status\\.editor\\.selection").innerText();
  }

  /** Language of the active editor, as the status bar tells it. */
  async languageOfEditor(): Promise<string> {
    return await this.page.locator("#status\\.editor\\.mode").innerText();
  }

  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent("load"), this.run("Developer: Reload Window")]);
    await this.isUsable();
  }

  /** Kept where `SIDELIGHT_SHOTS` says, for looking at. */
  async shot(name: string): Promise<void> {
    const folder = process.env.SIDELIGHT_SHOTS;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}
