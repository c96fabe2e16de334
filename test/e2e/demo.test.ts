// "Run the Demo" from the package alone, in a workspace that has nothing to do with it.

import { expect, test } from "vitest";
import type { Window } from "./editor";
import { editorOfTests } from "./editorOfTests";

let window: Window;
editorOfTests((opened) => ({ window } = opened));

test("its five services send, and a row leads to the source that ships with it", async () => {
  await window.run("Sidelight: Run the Demo");
  const logs = await window.panel("logs");
  await logs
    .getByRole("row", { name: /fetcher/ })
    .first()
    .waitFor();

  await window.openSideBar();
  for (const service of ["scraper", "broker", "fetcher", "tester", "writer"]) {
    await expect.poll(() => window.treeRows()).toContainEqual(expect.stringContaining(service));
  }
  await window.shot("demo");
  await logs.getByRole("button", { name: "Live" }).click();
  await logs
    .getByRole("button", { name: /fetcher\.ts:\d+/ })
    .first()
    .click();

  await expect.poll(() => window.activeTabs()).toContainEqual("fetcher.ts");
  await window.shot("demo-source");
});
