// Stores for the tests of the store, and its records.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { openStore, type Store, type StoreOptions } from "../../../src/collector/store/store";

export { aLog, aPoint, aSeries, aSpan } from "./records";

export const writerPath = join(import.meta.dirname, "../../../dist/writer.js");

/** A folder and stores in it that end with the test. */
export function storesOfTest() {
  const folders: string[] = [];
  const stores: Store[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.dispose();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const newFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), "sidelight-store-"));
    folders.push(folder);
    return folder;
  };
  return {
    newFolder,
    newPath: () => join(newFolder(), "store.duckdb"),
    open: async (path: string, options: Partial<StoreOptions> = {}) => {
      // The tests call for upkeep themselves: on a slow machine the timer's would come between.
      const store = await openStore({ path, writerPath, upkeepEveryMs: 3_600_000, ...options });
      stores.push(store);
      return store;
    },
  };
}
