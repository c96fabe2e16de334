// Reading an object from its text must say what reading JSON.parse's object says, or leave it to that.
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { maxAttributes } from "../../../src/collector/pipeline/attributeText";
import { FieldReader } from "../../../src/collector/pipeline/fromFields";
import { isPlainObject, parseJson } from "../../../src/collector/pipeline/parseJson";
import { Roles } from "../../../src/collector/pipeline/roles";
import { aRandom, mutate, mutations } from "../receivers/mutate";
import { producers } from "./producers";

const hints = {
  receiver: "lines",
  resource: { id: 1, service: "svc", attributes: "{}", run: "" },
  observedTimeUnixNano: 1_800_000_000_000_000_000n,
};
const byText = new FieldReader(new Roles());
const byObject = new FieldReader(new Roles());

/** Is the text read, and then as its object is? */
function isRead(text: string): boolean {
  const quick = byText.readText(text, hints);
  if (quick === undefined) return false;
  const fields = parseJson(text);
  if (!isPlainObject(fields)) throw new Error(`no JSON, but read: ${text}`);
  expect(quick).toEqual(byObject.read(fields, hints));
  return true;
}

describe("an object's text", () => {
  test.each([
    `{"level":30,"time":1704103200123,"pid":7,"hostname":"h","reqId":"r-1","url":"/a","msg":"hi"}`,
    `{"level":"info","ts":1704103200.123456,"logger":"app","caller":"pkg/file.go:12","msg":"hi","took":1.5}`,
    `{"timestamp": "2024-01-01T10:00:00Z", "message": "a \\"b\\" \\u00e9", "user": {"id": 7, "tags": ["a"]}, "ok": true}`,
    `{"@timestamp":"2024-01-01T10:00:00Z","log.level":"INFO","message":"x","ecs.version":"1.2.0","none":null}`,
    `{"a":1e3,"b":-0.5,"c":"é","msg":"x"}`,
    `{ }`,
  ])("is read without an object: %s", (text) => {
    expect(isRead(text)).toBe(true);
  });

  test.each([
    ["a key twice", `{"a":1,"a":2}`],
    ["digits that a double cannot hold", `{"id":12345678901234567890}`],
    ["a key of digits", `{"b":1,"1":2}`],
    ["a key with an escape", `{"\\u0061":1}`],
    ["a message template", `{"@mt":"{a} is","a":1}`],
    ["NaN", `{"a":NaN}`],
    [
      "more attributes than are kept",
      JSON.stringify(
        Object.fromEntries(Array.from({ length: maxAttributes + 1 }, (_, i) => [`k${i}`, i])),
      ),
    ],
    ["a raw control character", `{"a":"\t"}`],
    ["a comma too many", `{"a":1,}`],
    ["a number that is none", `{"a":01}`],
    ["a cut", `{"a":"b`],
    ["more behind it", `{"a":1}{"b":2}`],
  ])("is left to JSON.parse: %s", (_, text) => {
    expect(byText.readText(text, hints)).toBeUndefined();
  });

  test.each(Object.entries(producers))("of %s is read as its object is", (_, [json]) => {
    isRead(json);
  });

  test("is read as its object is, whatever its keys and values are", () => {
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "level",
        "time",
        "msg",
        "trace_id",
        "req.id",
        "error",
        "file",
        "line",
        "method",
        "service",
      ),
    );
    const objects = fc.dictionary(key, fc.jsonValue(), { maxKeys: 8 });

    fc.assert(
      fc.property(
        objects,
        fc.constantFrom(0, 1),
        (object, blanks) => void isRead(JSON.stringify(object, null, blanks)),
      ),
      { numRuns: 3000 },
    );
  });

  test("is read as its object is when mutated, or not at all", () => {
    const random = aRandom(11);
    const seeds = Object.values(producers).map(([json]) => Buffer.from(json));
    const pieces = [
      ",",
      ":",
      '"',
      "{",
      "}",
      "[",
      "]",
      "\\",
      "1",
      "e5",
      ".",
      "-",
      "null",
      '"a":1,',
      " ",
      "\n",
      "é",
    ];
    let read = 0;

    for (let i = 0; i < mutations / 2; i++) {
      if (isRead(mutate(seeds[random(seeds.length)]!, pieces, random).toString())) read++;
    }

    expect(read).toBeGreaterThan(mutations / 50);
  });
});
