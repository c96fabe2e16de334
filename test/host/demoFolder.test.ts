import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { demoFolder } from "../../src/host/demoFolder";

let open = "";
beforeEach(() => {
  open = mkdtempSync(join(tmpdir(), "sidelight-demo-"));
  for (const file of ["dist/run.js", "src/scraper.ts"]) {
    mkdirSync(join(open, file, ".."), { recursive: true });
    writeFileSync(join(open, file), "");
  }
});
afterEach(() => rmSync(open, { recursive: true }));

const given = (isTrusted: boolean) => ({
  extensionPath: "/extension",
  workspaceFolders: ["/elsewhere", open],
  isTrusted,
});

test("the demo that is open runs, when its workspace is trusted", () => {
  expect(demoFolder(given(true))).toBe(open);
});

test("nothing of a workspace that is not trusted runs as the demo", () => {
  expect(demoFolder(given(false))).toBe(join("/extension", "demo"));
});
