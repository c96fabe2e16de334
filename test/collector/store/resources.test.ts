// What resources say is known to each question, and asked for again only where some came or went.

import { beforeEach, expect, test } from "vitest";
import type { Reader } from "../../../src/collector/store/reader";
import { ResourceIndex } from "../../../src/collector/store/resourceIndex";
import type { Store } from "../../../src/collector/store/store";
import { aLog, storesOfTest } from "./builders";

const { newPath, open } = storesOfTest();
let store: Store;
let asked: string[];
let resources: ResourceIndex;
beforeEach(async () => {
  store = await open(newPath(), { retention: { sizeBytes: 100 * 1024 * 1024, ageMs: 1000 } });
  asked = [];
  resources = new ResourceIndex();
});

const watched = (): Reader => ({
  all: (sql, params, signal) => {
    asked.push(sql);
    return store.all(sql, params, signal);
  },
  get resourceChanges() {
    return store.resourceChanges;
  },
});

const commitOf = async (zone: string, seq: number) => {
  const resource = store.resource({
    service: "shop",
    attributes: JSON.stringify({ zone }),
    run: "",
  });
  await store.commit({ logs: [aLog({ seq, resource })], spans: [], points: [] });
};
const zones = async () => {
  await resources.refresh(watched());
  return ["a", "b"].filter(
    (zone) => resources.idsWith("zone", { kind: "equals", text: zone }).length > 0,
  );
};

test("a new one is known to the next question", async () => {
  await commitOf("a", 1);
  expect(await zones()).toEqual(["a"]);
  await commitOf("b", 2);
  expect(await zones()).toEqual(["a", "b"]);
});

test("records of known ones make nobody ask again", async () => {
  await commitOf("a", 1);
  await zones();
  asked.length = 0;

  await commitOf("a", 2);

  expect(await zones()).toEqual(["a"]);
  expect(asked).toEqual([]);
});

test("those that nothing refers to any more are forgotten", async () => {
  await commitOf("a", 1);
  await zones();

  await store.upkeep(Date.now() + 5000);

  expect(await zones()).toEqual([]);
});

test("what was asked in vain is asked again", async () => {
  await commitOf("a", 1);
  const broken: Reader = { all: () => Promise.reject(new Error("gone")), resourceChanges: 1 };
  await expect(resources.refresh(broken)).rejects.toThrow("gone");

  expect(await zones()).toEqual(["a"]);
});
