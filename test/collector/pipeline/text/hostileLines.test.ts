import { expect, it } from "vitest";
import { LineParser } from "../../../../src/collector/pipeline/text/lineParser";
import { Roles } from "../../../../src/collector/pipeline/roles";
import type { LogRecord } from "../../../../src/shared/record";
import { ends, hostileLength } from "../../../ends";

const resource = { id: 1, service: "app", attributes: "{}", run: "" };
const time = "2024-01-01 10:00:00";

it.each([
  ["carriage returns", "", "\r", "x", "x"],
  ["carriage returns of many lines", "a", "\r\n", "\nx", "x"],
  ["blanks in a bracket", `${time} [`, " ", "x", "x"],
  ["tabs in a bracket after a level", `${time} INFO [`, "\t", "x", "x"],
  ["blanks after a level", "INFO ", " ", "x", "x"],
  ["blanks in a table of Rich", "[10:00:00] INFO     x", " ", "x", "x"],
  ["brackets", `${time} `, "[", "x", "x"],
  ["blanks after a request", "GET /a 200", " ", "x", "x"],
  ["dots", "at ", "a.", "(", "("],
  ["colons", `${time} INFO `, "a::", "x", "x"],
  ["quotes", `${time} "GET `, '\\"', "x", "x"],
  ["lines of pairs", "a", "\na=1", "\n!", "!"],
])("a line of %s is read once", (_name, start, part, end, last) => {
  const records: LogRecord[] = [];
  const parser = new LineParser(new Roles());
  const text = start + part.repeat(hostileLength / part.length) + end;

  ends(() =>
    parser.parse(text, { receiver: "lines", resource, observedTimeUnixNano: 1n }, records),
  );

  expect(records).toHaveLength(1);
  expect(records[0]!.body.endsWith(last)).toBe(true);
});
