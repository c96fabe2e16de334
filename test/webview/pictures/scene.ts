// A panel with invented records behind it, brought to what is to be seen: for pictures, and for what has to hold in
// each of them.

import type { Browser, Page } from "playwright-core";
import type { PanelKind } from "../../../src/shared/contract/hostApi";
import { patienceMs } from "../../patience";
import { type FakeEnd, type FakeServer, serveFake } from "../fake/fakeServer";
import { inEditor } from "../fake/inEditor";

export const themes = {
  dark: { colorScheme: "dark", contrast: "no-preference", bodyClass: "vscode-dark" },
  light: { colorScheme: "light", contrast: "no-preference", bodyClass: "vscode-light" },
  "hc-dark": { colorScheme: "dark", contrast: "more", bodyClass: "vscode-high-contrast" },
  "hc-light": {
    colorScheme: "light",
    contrast: "more",
    bodyClass: "vscode-high-contrast vscode-high-contrast-light",
  },
} as const;
export type Theme = keyof typeof themes;
export const allThemes = ["dark", "light", "hc-dark", "hc-light"] as const satisfies Theme[];

export interface Scene<End extends FakeEnd = FakeEnd> {
  readonly name: string;
  readonly panel: PanelKind;
  /** Of the request that is shown. */
  readonly id?: string;
  readonly width?: number;
  readonly height?: number;
  /** Dark where it is not given. */
  readonly themes?: readonly Theme[];
  /** As in a webview: with what only an editor can do. */
  readonly isInEditor?: boolean;
  /** What answers the panel; a new one for each opening. */
  readonly end: () => End;
  /** Brings the page to what is to be seen. */
  readonly act: (page: Page, end: End, server: FakeServer) => Promise<void>;
}

/** Opens a scene, acts it, has it looked at, and closes it again; returns what its scripts threw. */
export async function withScene<End extends FakeEnd>(
  browser: Browser,
  scene: Scene<End>,
  theme: Theme,
  look: (page: Page) => Promise<void>,
): Promise<string[]> {
  const { colorScheme, contrast, bodyClass } = themes[theme];
  const end = scene.end();
  const server = await serveFake(end);
  const viewport = { width: scene.width ?? 1200, height: scene.height ?? 760 };
  const context = await browser.newContext({ viewport, colorScheme, contrast });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    if (scene.isInEditor === true) await inEditor(page, bodyClass, scene.id);
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    const id = scene.id === undefined ? "" : `&id=${scene.id}`;
    await page.goto(`${server.url(scene.panel)}${id}`);
    await scene.act(page, end, server);
    await look(page);
    return problems;
  } finally {
    await context.close();
    await server.close().catch(() => undefined); // a scene may have closed it
  }
}
