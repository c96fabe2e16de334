import { describe, expect, it } from "vitest";
import { JsonValues } from "../../../src/cli/import/jsonValues";

const read = (...pieces: readonly string[]) => {
  const values = new JsonValues();
  return [...pieces.flatMap((piece) => values.add(piece)), ...values.end()];
};

describe("objects of a file", () => {
  it.each([
    ["one a line", '{"a":1}\n{"b":[2]}\n'],
    ["behind each other", '{"a":1}{"b":[2]}'],
    ["in an array", '[\n  {"a":1},\n  {"b":[2]}\n]\n'],
    ["behind a byte order mark", '\ufeff{"a":1}\r\n\r\n{"b":[2]}'],
  ])("are found %s", (_, text) => {
    expect(read(text)).toEqual(['{"a":1}', '{"b":[2]}']);
    expect(read(...text.split(/(?=.)/s))).toEqual(['{"a":1}', '{"b":[2]}']);
  });

  it("may hold braces and quotes in texts", () => {
    const text = '{"a":"} \\" {","b":{"c":"]"}}';
    expect(read(text, text)).toEqual([text, text]);
  });

  it("come with the lines that are none, and with half an object at the end", () => {
    expect(read('plain text\n{"a":1}\n{"b":')).toEqual(["plain text", '{"a":1}', '{"b":']);
  });
});
