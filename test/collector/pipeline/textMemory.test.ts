import { expect, test } from "vitest";
import { TextMemory } from "../../../src/collector/pipeline/textMemory";

test("it starts anew when there are too many texts", () => {
  const memory = new TextMemory<number>({ entries: 2, characters: 100 });
  memory.set("a", 1);
  memory.set("b", 2);
  memory.set("b", 3);

  memory.set("c", 4);

  expect([memory.get("a"), memory.get("b"), memory.get("c")]).toEqual([undefined, undefined, 4]);
});

test("it starts anew when the texts are too long together", () => {
  const memory = new TextMemory<number>({ entries: 100, characters: 10 });
  memory.set("12345", 1);
  memory.set("67890", 2);

  memory.set("1", 3);

  expect([memory.get("12345"), memory.get("67890"), memory.get("1")]).toEqual([
    undefined,
    undefined,
    3,
  ]);
});

test("what was deleted makes room", () => {
  const memory = new TextMemory<number>({ entries: 100, characters: 10 });
  memory.set("12345", 1);
  memory.set("67890", 2);

  memory.delete("12345");
  memory.set("abc", 3);

  expect(memory.get("67890")).toBe(2);
});
