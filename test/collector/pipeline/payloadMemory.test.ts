import { expect, it } from "vitest";
import { PayloadMemory } from "../../../src/collector/pipeline/payloadMemory";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when it is told to. */
function aWork(memory: PayloadMemory, started: string[], name: string, bytes: number) {
  let end: (error?: Error) => void = () => undefined;
  const done = memory.unpack(bytes, () => {
    started.push(name);
    return new Promise<string>((resolve, reject) => {
      end = (error) => (error === undefined ? resolve(name) : reject(error));
    });
  });
  return { done, end: (error?: Error) => end(error) };
}

it("unpacks together what may not become more than the bound, and the rest in the order of its coming", async () => {
  const memory = new PayloadMemory({ heldBytes: 0, unpackedBytes: 10 });
  const started: string[] = [];
  const first = aWork(memory, started, "first", 6);
  const second = aWork(memory, started, "second", 4);
  const huge = aWork(memory, started, "huge", 1000);
  const small = aWork(memory, started, "small", 1);
  await settled();
  const together = [...started];

  first.end();
  await settled();
  const besideSecond = [...started];
  second.end(new Error("broken"));
  await expect(second.done).rejects.toThrow("broken");
  await settled();
  const alone = [...started];
  huge.end();
  await settled();
  small.end();

  expect(together).toEqual(["first", "second"]);
  expect(besideSecond).toEqual(["first", "second"]);
  expect(alone).toEqual(["first", "second", "huge"]);
  expect(await Promise.all([first.done, huge.done, small.done])).toEqual([
    "first",
    "huge",
    "small",
  ]);
});

it("says when there is no room, and has it again when it is given back", () => {
  const memory = new PayloadMemory({ heldBytes: 10, unpackedBytes: 10 });

  const answers = [memory.hold(8), memory.hold(3), memory.hold(-3), memory.hold(2)];

  expect(answers).toEqual([true, false, true, true]);
});
