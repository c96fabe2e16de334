import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  joinMs,
  maxMessageBytes,
  SyslogFrames,
} from "../../../../src/collector/receivers/syslog/frames";
import { ends } from "../../../ends";

function collect() {
  const messages: string[] = [];
  const cut: number[] = [];
  const frames = new SyslogFrames(
    (message) => messages.push(message.toString("utf8")),
    (beginning) => cut.push(beginning.length),
  );
  return { frames, messages, cut };
}

const hi = "<34>Oct 11 22:14:15 mymachine su: hi";
const table: [name: string, stream: string, ...messages: string[]][] = [
  ["octet counting", `36 ${hi}`, hi],
  ["several counted", "6 <14>ab6 <14>cd", "<14>ab", "<14>cd"],
  ["counted, with stray line feeds", "6 <14>ab\n6 <14>cd\r\n", "<14>ab", "<14>cd"],
  ["counted bytes, not characters", "7 <14>aü6 <14>cd", "<14>aü", "<14>cd"],
  ["counted, with line feeds inside", "9 <14>a\nb\nc6 <14>cd", "<14>a\nb\nc", "<14>cd"],
  ["line feeds", "<14>ab\n<14>cd\n", "<14>ab", "<14>cd"],
  ["CRLF and blank lines", "<14>ab\r\n\r\n\n<14>cd\r\n", "<14>ab\r", "<14>cd\r"],
  ["NUL", "<14>ab\0<14>cd\0", "<14>ab", "<14>cd"],
  ["no end at the end", "<14>ab\n<14>cd", "<14>ab", "<14>cd"],
  [
    "lines that belong to the message before",
    "<14>boom\n  at x\n  at y\n<14>next\n",
    "<14>boom\n  at x\n  at y",
    "<14>next",
  ],
  ["lines without a priority", "hello\n12 monkeys\n", "hello", "12 monkeys"],
  ["a number too long for a length", "12345678901 <14>x\n", "12345678901 <14>x"],
  ["both forms mixed", "<14>ab\n6 <14>cd<14>ef\n", "<14>ab", "<14>cd", "<14>ef"],
];

describe("a TCP stream is cut into messages", () => {
  it.each(table)("%s", (_name, stream, ...expected) => {
    const { frames, messages } = collect();

    frames.push(Buffer.from(stream));
    frames.end();

    expect(messages).toEqual(expected);
  });

  it.each(table)("byte by byte: %s", (_name, stream, ...expected) => {
    const { frames, messages } = collect();

    for (const byte of Buffer.from(stream)) frames.push(Buffer.from([byte]));
    frames.end();

    expect(messages).toEqual(expected);
  });

  it("cuts a message that is too long, counts it and goes on behind it", () => {
    const { frames, messages, cut } = collect();
    const long = `<14>${"x".repeat(maxMessageBytes)}`;

    frames.push(Buffer.from(`${long}\n<14>ab\n`));
    frames.push(Buffer.from(`${long.length} ${long}6 <14>cd`));
    frames.end();

    expect(messages.map((m) => m.length)).toEqual([maxMessageBytes, 6, maxMessageBytes, 6]);
    expect(cut).toEqual([maxMessageBytes, maxMessageBytes]);
  });

  it("goes on behind the NUL of a message that is too long", () => {
    const { frames, messages, cut } = collect();

    frames.push(Buffer.from(`<14>${"x".repeat(maxMessageBytes)}\0<14>ab\0`));
    frames.end();

    expect(messages.map((m) => m.length)).toEqual([maxMessageBytes, 6]);
    expect(cut).toHaveLength(1);
  });

  it.each([
    ["a line", (text: string) => `${text}\n<14>ab\n`],
    ["a counted message", (text: string) => `${Buffer.byteLength(text)} ${text}6 <14>ab`],
  ])("cuts %s between characters", (_name, framed) => {
    const { frames, messages } = collect();
    const long = `<14>${"x".repeat(maxMessageBytes - 5)}ü and more`;

    frames.push(Buffer.from(framed(long)));
    frames.end();

    expect(messages).toEqual([`<14>${"x".repeat(maxMessageBytes - 5)}`, "<14>ab"]);
  });

  it("takes a message of just the bound whole", () => {
    const { frames, messages, cut } = collect();
    const longest = `<14>${"x".repeat(maxMessageBytes - 4)}`;

    frames.push(Buffer.from(`${longest}\n${longest.length} ${longest}`));
    frames.end();

    expect(messages).toEqual([longest, longest]);
    expect(cut).toEqual([]);
  });

  it("looks once at each byte of the longest message in single bytes", () => {
    const { frames, messages } = collect();
    const byte = Buffer.from("x");
    frames.push(Buffer.from("<14>"));

    ends(() => {
      for (let i = 4; i < maxMessageBytes; i++) frames.push(byte);
    });
    frames.end();

    expect(messages[0]).toHaveLength(maxMessageBytes);
  });
});

describe("the last line", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is a message soon, though the connection stays open", () => {
    const { frames, messages } = collect();
    frames.push(Buffer.from("<14>ab\n"));

    vi.advanceTimersByTime(joinMs);

    expect(messages).toEqual(["<14>ab"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
