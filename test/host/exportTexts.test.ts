import { expect, test } from "vitest";
import { exportedText, exportSteps } from "../../src/host/exportTexts";

test("steps say how many of how many, and add up to the whole", () => {
  const step = exportSteps();

  expect(step({ job: 1, rows: 500, total: 2_000 })).toEqual({
    message: `500 of ${(2_000).toLocaleString()} records`,
    increment: 25,
  });
  expect(step({ job: 1, rows: 1_500, total: 2_000 }).increment).toBe(50);
  expect(step({ job: 1, rows: 2_100, total: 2_000 }).increment).toBe(25);
});

test("one record is no records, and none is no division", () => {
  expect(exportSteps()({ job: 1, rows: 1, total: 1 }).message).toBe("1 of 1 record");
  expect(exportSteps()({ job: 1, rows: 0, total: 0 })).toEqual({
    message: "0 of 0 records",
    increment: 0,
  });
});

test("what was written is told by number and file", () => {
  expect(exportedText(1, "logs.csv")).toBe("1 record in logs.csv");
  expect(exportedText(1_234, "a.jsonl")).toBe(`${(1_234).toLocaleString()} records in a.jsonl`);
});
