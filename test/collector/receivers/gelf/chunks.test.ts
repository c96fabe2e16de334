import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ChunkAssembler, chunkWaitMs } from "../../../../src/collector/receivers/gelf/chunks";

const chunk = (id: number, index: number, count: number, text: string) =>
  Buffer.concat([
    Buffer.from([0x1e, 0x0f, 0, 0, 0, 0, 0, 0, id >> 8, id & 255, index, count]),
    Buffer.from(text),
  ]);

function assembler() {
  const lost: string[] = [];
  const chunks = new ChunkAssembler((reason) => lost.push(reason));
  const add = (bytes: Buffer, sender = 1) => {
    const whole = chunks.add(bytes, sender);
    return whole instanceof Buffer ? whole.toString() : whole;
  };
  return { chunks, add, lost };
}

describe("chunks", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are put together in their order, however they come", () => {
    const { add } = assembler();

    expect(add(chunk(1, 2, 3, "c"))).toBeUndefined();
    expect(add(chunk(1, 0, 3, "a"))).toBeUndefined();
    expect(add(chunk(1, 1, 3, "b"))).toBe("abc");
  });

  it("of one are a message", () => {
    expect(assembler().add(chunk(1, 0, 1, "a"))).toBe("a");
  });

  it("of 128 are a message, the most there may be", () => {
    const { add } = assembler();

    for (let n = 127; n > 0; n--) expect(add(chunk(1, n, 128, "x"))).toBeUndefined();

    expect(add(chunk(1, 0, 128, "y"))).toBe(`y${"x".repeat(127)}`);
  });

  it("of different messages and senders are kept apart", () => {
    const { add } = assembler();

    add(chunk(1, 0, 2, "a"));
    add(chunk(2, 0, 2, "x"));
    add(chunk(1, 0, 2, "1"), 7);

    expect(add(chunk(2, 1, 2, "y"))).toBe("xy");
    expect(add(chunk(1, 1, 2, "b"))).toBe("ab");
    expect(add(chunk(1, 1, 2, "2"), 7)).toBe("12");
  });

  it("that come twice count once", () => {
    const { add } = assembler();

    add(chunk(1, 0, 2, "a"));
    add(chunk(1, 0, 2, "a"));

    expect(add(chunk(1, 1, 2, "b"))).toBe("ab");
  });

  it("of another count than the first are refused", () => {
    const { add } = assembler();
    add(chunk(1, 0, 2, "a"));

    expect(add(chunk(1, 1, 3, "b"))).toBe(false);
  });

  it("wait five seconds for the rest, and are counted then", () => {
    const { add, lost } = assembler();
    add(chunk(1, 0, 2, "a"));
    vi.advanceTimersByTime(chunkWaitMs - 1000);
    add(chunk(2, 0, 2, "a"));

    vi.advanceTimersByTime(1000);
    expect(lost).toEqual(["incomplete-chunks"]);
    expect(add(chunk(1, 1, 2, "b"))).toBeUndefined();
    vi.advanceTimersByTime(chunkWaitMs);

    expect(lost).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that wait are bounded: the oldest gives way", () => {
    const { add, lost } = assembler();

    for (let id = 0; id < 1200; id++) add(chunk(id, 0, 2, "a"));

    expect(lost).toHaveLength(200);
    expect(add(chunk(0, 1, 2, "b"))).toBeUndefined();
    expect(add(chunk(1199, 1, 2, "b"))).toBe("ab");
  });
});
