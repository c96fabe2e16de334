import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { persist, type Storage } from "../../../webview/lib/state";

const memory = (first?: unknown): Storage & { state: unknown } => {
  const storage = {
    state: first,
    read: () => storage.state,
    write: (state: unknown) => {
      storage.state = state;
    },
  };
  return storage;
};

test("what was arranged is there again after a reload", () => {
  const storage = memory();
  const query = signal("");
  persist(storage, 1, { query });
  query.value = "level:error";

  const restored = signal("");
  persist(storage, 1, { query: restored });

  expect(restored.value).toBe("level:error");
});

test.each([
  ["another version", { version: 2, query: "x" }],
  ["another type", { version: 1, query: 5 }],
  ["garbage", "garbage"],
  ["nothing", undefined],
])("%s is ignored", (_name, stored) => {
  const query = signal("mine");

  persist(memory(stored), 1, { query });

  expect(query.value).toBe("mine");
});
