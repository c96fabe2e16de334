import { expect, it } from "vitest";
import { openOrAttach } from "../../src/collector/openOrAttach";
import { StoreError } from "../../src/collector/store/errors";
import type { Discovery } from "../../src/shared/contract/discovery";

const limits = { waitMs: 60_000, lookAgainMs: 1, openAgainMs: 5 };
const other: Discovery = {
  pid: 7,
  version: "1.0.0",
  protocol: 1,
  endpoints: {},
  token: "t",
  ui: "http://127.0.0.1:1/ui/",
};
const locked = () => Promise.reject(new StoreError("locked", "It is in use.", "/store"));
const none = () => undefined;

it("a store that is free is opened", async () => {
  const opened = await openOrAttach(() => Promise.resolve("a store"), none, limits);

  expect(opened).toEqual({ kind: "opened", store: "a store" });
});

it("one that another collector has is left to it as soon as it tells where it is", async () => {
  let looked = 0;

  const opened = await openOrAttach(locked, () => (++looked < 20 ? undefined : other), limits);

  expect(opened).toEqual({ kind: "attached", discovery: other });
});

it("one that another collector lets go of, because it ends, is opened then", async () => {
  let tried = 0;
  const open = () => (++tried < 4 ? locked() : Promise.resolve("a store"));

  const opened = await openOrAttach(open, none, limits);

  expect(opened).toEqual({ kind: "opened", store: "a store" });
});

it("one that stays in use is refused with what the store said", async () => {
  const opening = openOrAttach(locked, none, { ...limits, waitMs: 0 });

  await expect(opening).rejects.toThrow("It is in use.");
});

it("one that cannot be opened for another reason is refused at once", async () => {
  let tried = 0;
  const open = () => {
    tried++;
    return Promise.reject(new StoreError("corrupt", "It is damaged.", "/store"));
  };

  await expect(openOrAttach(open, () => other, limits)).rejects.toThrow("It is damaged.");
  expect(tried).toBe(1);
});
