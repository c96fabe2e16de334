import { describe, expect, test } from "vitest";
import type { LogJson } from "../../../src/shared/contract/json";
import { ansiRuns } from "../../../webview/logs/ansi";
import { fieldsOf, stackOf } from "../../../webview/logs/detail";
import { inReadingOrder } from "../../../webview/logs/fieldOrder";
import { queryPieces } from "../../../webview/logs/highlightQuery";
import { firstLine, marked, shownAttributes, sourceLabel } from "../../../webview/logs/messageText";
import { searchedWords } from "../../../webview/logs/words";

const aLog = (changes: Partial<LogJson> = {}): LogJson => ({
  time: "2026-11-22T10:00:00Z",
  body: "hello",
  attributes: {},
  resource: {},
  receiver: "otlp",
  seq: 1,
  ...changes,
});

describe("ANSI colours", () => {
  test("become classes, and end where they are reset", () => {
    expect(ansiRuns("\u001b[1;31mred\u001b[0m plain \u001b[92mgreen\u001b[39m.")).toEqual([
      { text: "red", classes: "ansi-31 ansi-bold" },
      { text: " plain ", classes: "" },
      { text: "green", classes: "ansi-92" },
      { text: ".", classes: "" },
    ]);
  });

  test("of the 256 the first sixteen are the theme's; 24-bit ones and backgrounds are plain", () => {
    expect(ansiRuns("\u001b[38;5;9ma\u001b[38;2;1;2;3mb\u001b[48;5;4mc")).toEqual([
      { text: "a", classes: "ansi-91" },
      { text: "b", classes: "ansi-91" },
      { text: "c", classes: "ansi-91" },
    ]);
  });

  test("other sequences and broken ones leave no trace", () => {
    const text = "a\u001b[2Kb\u001b]8;;http://x\u0007c\u001b[";

    expect(
      ansiRuns(text)
        .map((run) => run.text)
        .join(""),
    ).toBe("abc");
  });
});

describe("a row's text", () => {
  test("is the first line, and how many follow", () => {
    expect(firstLine(aLog({ body: "one\ntwo\nthree\n" }))).toEqual({
      runs: [{ text: "one", classes: "" }],
      moreLines: 2,
    });
  });

  test("searched words are marked, across colours and without regard to case", () => {
    const runs = ansiRuns("time\u001b[31mD out\u001b[0m twice: timed");

    expect(marked(runs, ["timed", "med"]).filter((run) => run.isMatch)).toEqual([
      { text: "time", classes: "", isMatch: true },
      { text: "D", classes: "ansi-31", isMatch: true },
      { text: "timed", classes: "", isMatch: true },
    ]);
  });

  test("nothing of the text is lost by marking", () => {
    const text = marked([{ text: "aXbXXc", classes: "" }], ["x"]);

    expect(text.map((run) => run.text).join("")).toBe("aXbXXc");
  });

  test("attributes do not repeat columns, ids, the source or the stack", () => {
    const log = aLog({
      requestId: "r-1",
      attributes: {
        worker: "w7",
        reqId: "r-1",
        "code.file.path": "a.ts",
        "exception.stacktrace": "at x",
        took_ms: 5,
      },
    });

    expect(shownAttributes(log, ["worker"])).toEqual([
      { name: "took_ms", text: "5" },
      { name: "request_id", text: "r-1" },
    ]);
  });

  test("a source is its file's name and line", () => {
    expect(sourceLabel({ file: "/app/src/fetch.ts", line: 72 })).toBe("fetch.ts:72");
    expect(sourceLabel({ file: "C:\\app\\fetch.cs" })).toBe("fetch.cs");
  });
});

describe("a record's detail", () => {
  test("has every field once, what identifies it first", () => {
    const log = aLog({
      severity: "ERROR",
      service: "shop",
      requestId: "r-1",
      attributes: { request_id: "r-1", worker: "w7" },
      resource: { "host.name": "dev" },
    });

    expect(fieldsOf(log).map(({ name }) => name)).toEqual([
      "level",
      "service",
      "request_id",
      "receiver",
      "worker",
      "host.name",
    ]);
  });

  test("a stack is found in its attribute or in the body", () => {
    expect(stackOf(aLog({ attributes: { "exception.stacktrace": "at x" } }))).toBe("at x");
    expect(stackOf(aLog({ body: "Error\n at y" }))).toBe("Error\n at y");
    expect(stackOf(aLog())).toBe("");
  });
});

describe("the query as it is typed", () => {
  const kinds = (text: string) =>
    queryPieces(text)
      .filter(({ kind }) => kind !== "space")
      .map(({ text: piece, kind }) => `${kind} ${piece}`);

  test.each([
    [
      'level:>=warn OR "timed out"',
      ["field level:", "operator >=", "value warn", "operator OR", 'value "timed out"'],
    ],
    [
      "took_ms:[200 TO 299]",
      ["field took_ms:", "operator [", "number 200", "operator TO", "number 299", "operator ]"],
    ],
    ["path:/a b/ -x", ["field path:", "regex /a b/", "operator -", "word x"]],
    ["a-b http://x", ["word a-b", "word http://x"]],
    ['field:"unfinished', ["field field:", 'value "unfinished']],
    ["ORDER NOTE", ["word ORDER", "word NOTE"]],
  ])("%s", (text, pieces) => {
    expect(kinds(text)).toEqual(pieces);
  });

  test("no character is lost, whatever is typed", () => {
    for (const text of ['a:(b OR "c', "\\", "::", "a\\:b:c", "[{(", "é ü:ö", "-", "/", "a~2^3"]) {
      expect(
        queryPieces(text)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }
  });

  test.each([
    ["retry", ["retry"]],
    ['"timed OUT" -noise NOT other', ["timed out"]],
    ["message:boom service:db", ["boom"]],
    ["time*out a", ["time", "out"]],
  ])("words to mark in %s", (query, words) => {
    expect(searchedWords(query)).toEqual(words);
  });
});

test("the fields one filters by come first, then the app's own by frequency, then ids and origin", () => {
  const field = (name: string, count: number) => ({
    name,
    count,
    total: 10,
    type: "string" as const,
    distinct: 1,
    top: [],
  });
  const fields = [
    field("log.iostream", 10),
    field("receiver", 10),
    field("request_id", 10),
    field("host", 2),
    field("worker", 9),
    field("service", 10),
    field("level", 10),
  ];

  expect(inReadingOrder(fields).map(({ name }) => name)).toEqual([
    "level",
    "service",
    "worker",
    "host",
    "request_id",
    "log.iostream",
    "receiver",
  ]);
});
