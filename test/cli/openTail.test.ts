import { expect, it } from "vitest";
import { OpenTail } from "../../src/cli/openTail";

const frame = (stream: number, text: string) => ({ stream, bytes: Buffer.from(text) });
const taken = (tail: OpenTail) =>
  tail.take().map(({ stream, bytes }) => `${stream} ${Buffer.from(bytes).toString()}`);

it.each([
  ["nothing", [], []],
  ["the line behind the last end", [[1, 0]], ["1 c"]],
  ["the last whole line as well", [[1, 1]], ["1 b\nc"]],
  ["all there is", [[1, 9]], ["1 a\nb\nc"]],
] as const)("keeps %s", (_, open, expected) => {
  const tail = new OpenTail();

  tail.add([frame(1, "a\nb"), frame(2, "x\n"), frame(1, "\nc")], new Map(open));

  expect(taken(tail)).toEqual(expected);
});

it("keeps what is open over several parts, until it is stored", () => {
  const tail = new OpenTail();

  tail.add([frame(1, "trace\n")], new Map([[1, 1]]));
  tail.add(
    [frame(2, "err\n")],
    new Map([
      [1, 1],
      [2, 1],
    ]),
  );
  tail.add([frame(1, "  at x\n")], new Map([[1, 2]]));

  expect(taken(tail)).toEqual(["1 trace\n  at x\n"]);
});

it("keeps all of what the collector could not store yet", () => {
  const tail = new OpenTail();

  tail.add([frame(1, "a\nb\n")], undefined);

  expect(taken(tail)).toEqual(["1 a\nb\n"]);
});

it("belongs to nobody once it is taken", () => {
  const tail = new OpenTail();
  tail.collector = "first";
  tail.add([frame(1, "a")], new Map([[1, 0]]));

  tail.take();

  expect([tail.collector, tail.sizeBytes]).toEqual(["", 0]);
});
