import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LineAssembler, type Entry } from "../../../../src/collector/receivers/lines/lineAssembler";
import { arrival, parseAll } from "./aLine";
import { textLines } from "./textLines";
import { ends, hostileLength } from "../../../ends";
import { inTimeZone } from "../../../inTimeZone";

const golden = new URL("fixtures/lines.golden.json", import.meta.url);
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

inTimeZone("Europe/Vienna"); // +02:00 in October: a local time is not UTC

test("every text format becomes what its golden record says", () => {
  const records = textLines.map((text) => ({ text, records: parseAll(text) }));
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(golden, `${JSON.stringify(records, undefined, 1)}\n`);
  }

  const expected = JSON.parse(readFileSync(golden, "utf8")) as typeof records;

  for (const [i, record] of records.entries()) expect(record).toEqual(expected[i]);
});

function entriesOf(bytes: Uint8Array): Entry[] {
  const entries: Entry[] = [];
  const assembler = new LineAssembler((entry) => entries.push(entry));
  assembler.push(1, bytes, 0, arrival);
  assembler.flush(0, arrival);
  return entries;
}

const talkJson = {
  time: "2018-10-24T13:01:47.330811Z",
  severityNumber: 9,
  logger: "__main__",
  requestId: "6fafaa91-eca0-4d4a-a9f8-0c441a01790b",
  attributes: {
    endpoint: "/",
    pid: 89195,
    "prefix.time": "2018-10-24 14:01:47,331",
    "prefix.logger": "main",
  },
};
const talkStart = {
  time: "2018-10-24T12:51:02.136399Z",
  severityNumber: 9,
  logger: "__main__",
  body: "Start running API",
  attributes: { pid: 89028, "prefix.logger": "main" },
};

describe("the talk's lines", () => {
  test("become the records that their readers expect", () => {
    const records = entriesOf(fixture("talk.txt")).flatMap(({ text }) => parseAll(text));

    expect(records).toMatchObject([
      {
        time: "2018-10-17T19:00:17Z",
        severityNumber: 9,
        body: "Goin' Fast @ http://0.0.0.0:8006",
        attributes: { pid: 33353 },
      },
      { body: "Starting worker [33353]", attributes: { pid: 33353 } },
      {
        time: "2018-10-17T19:18:20Z",
        severityNumber: 9,
        logger: "sanic.access",
        attributes: {
          method: "GET",
          url: "http://127.0.0.1:8006/",
          status: 200,
          bytes: 829,
          client: "127.0.0.1",
          port: 59076,
        },
      },
      talkJson,
      talkStart,
      {
        time: "2017-02-02T11:14:58.832Z",
        severityNumber: 9,
        attributes: { method: "GET", url: "/posts/45326", status: 200, took_ms: 42 },
      },
      {
        time: "2017-02-02T11:15:00.254Z",
        severityNumber: 17,
        attributes: { method: "GET", url: "/login", status: 500, took_ms: 41 },
      },
      {
        body: "aws-flowlogs eni-68b74954 ACCEPT TCP 199.71.0.46:43 -> 172.30.0.55:39646",
        attributes: { action: "ACCEPT", source: "199.71.0.46", destination_port: 39646 },
      },
    ]);
  });

  test("printed over several lines are one record each", () => {
    const records = entriesOf(fixture("talkMultiline.txt")).flatMap(({ text }) => parseAll(text));

    expect(records).toMatchObject([talkJson, talkStart]);
    expect(records).toHaveLength(2);
  });
});

describe("a line is never lost", () => {
  test.each([
    ["{broken", "{broken"],
    ['{"a":1} trailing', '{"a":1} trailing'],
    ["   indented", "indented"],
    ["\u0000\u0000text", "text"],
    ["[]", "[]"],
    ["{}", "{}"],
    ["[unclosed", "[unclosed"],
    ["=", "="],
    ['\u001e{"msg":"x"}', "x"],
    ["10%\r20%\r100% done", "100% done"],
  ])("%j has the body %j", (text, body) => {
    expect(parseAll(text).map((record) => record.body)).toEqual([body]);
  });

  test("blank lines say nothing", () => {
    expect(parseAll("   ")).toEqual([]);
    expect(parseAll("\u001b[0m")).toEqual([]);
  });
});

test("colours are kept for display, and taken out of levels and bodies in JSON", () => {
  const [record] = parseAll(
    `{"level":"\\u001b[31merror\\u001b[0m","msg":"\\u001b[1mno\\u001b[0m"}`,
  );

  expect(record).toMatchObject({ severityNumber: 17, body: "no", display: "\u001b[1mno\u001b[0m" });
});

test("hostile lines are read once", () => {
  const long = hostileLength;
  const hostile = [
    " ".repeat(long),
    `${" ".repeat(long)}x`,
    "[".repeat(long),
    "{".repeat(long),
    '{"a":'.repeat(long / 5),
    "=".repeat(long),
    "a=".repeat(long / 2),
    'a="'.repeat(long / 3),
    `2024-01-01 10:00:00${" - a".repeat(long / 4)}`,
    `2024-01-01 10:00:00${" [a]".repeat(long / 4)}`,
    `2024-01-01 10:00:00 INFO${" ".repeat(long)}x`,
    `2024-01-01 10:00:00 [info] x${" ".repeat(long)}[y]z`,
    `1.2.3.4 - - [01/Jan/2024 10:00:00] "${'\\"'.repeat(long / 2)}`,
    `GET ${"a ".repeat(long / 2)}`,
    "\u001b[".repeat(long / 2),
    "\u001b]".repeat(long / 2),
    "\r".repeat(long),
    `Traceback (most recent call last):\n${"a: ".repeat(long / 3)}`,
    "x\n".repeat(long / 2),
    `x${"\n\ta.b(c.go:1".repeat(long / 12)}`,
    "trace_id=".repeat(long / 9),
    "a.b:1".repeat(long / 5),
    "2024/01/01 10:00:00 [error] 1#1: x, client: ".repeat(long / 44),
  ];

  for (const text of hostile) {
    const records = ends(() => parseAll(text));
    expect(records.length, text.slice(0, 30)).toBeLessThanOrEqual(1);
  }
});
