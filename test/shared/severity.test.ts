import { describe, expect, it } from "vitest";
import {
  severityFloor,
  severityFromText,
  severityName,
  severityNames,
} from "../../src/shared/severity";

/** The words of loggers, by the severity number that each means. */
const words = {
  1: "trace verbose silly finest finer all trce t v",
  5: "debug dbug dbg d fine config",
  9: "info information informational inf i log http default access",
  10: "notice success",
  13: "warn warning wrn w",
  17: "error err e fail failure severe exception",
  21: "fatal ftl f critical crit c panic pnc dpanic alert emerg emergency",
};

describe("a level's word", () => {
  const rows = Object.entries(words).flatMap(([number, list]) =>
    list.split(" ").map((word) => [word, Number(number)] as const),
  );

  it.each(rows)("%s is %i, in any case and in brackets", (word, number) => {
    const forms = [word, word.toUpperCase(), ` ${word}`, `[${word}]`, `<${word}>`, `${word}:`];

    expect(forms.map(severityFromText)).toEqual(forms.map(() => number));
  });

  it("is of the level that its number has", () => {
    const names = Object.keys(words).map((number) => severityName(Number(number)));

    expect(names).toEqual(["TRACE", "DEBUG", "INFO", "INFO", "WARN", "ERROR", "FATAL"]);
  });
});

it("a level's name is that of its four numbers, and its lowest one is its floor", () => {
  const numbers = Array.from({ length: 24 }, (_, i) => i + 1);

  for (const name of severityNames) {
    const of = numbers.filter((number) => severityName(number) === name);
    expect(of).toEqual([0, 1, 2, 3].map((more) => severityFloor(name) + more));
  }
  expect([0, 25, -1].map(severityName)).toEqual([undefined, undefined, undefined]);
});

describe("a level's text", () => {
  it.each([
    ["ERROR", 17],
    [" [warn ] ", 13],
    ["INFO+2", 11],
    ["DEBUG-9", 1],
  ])("%j is %i", (text, number) => {
    expect(severityFromText(text)).toBe(number);
  });

  it.each(["constructor", "toString", "__proto__", "VALUEOF", "", "7"])("%j is none", (text) => {
    expect(severityFromText(text)).toBe(0);
  });

  it.each([" ", "\t", "\n"])("of 8 MiB of %j is none, and is not searched", (blank) => {
    expect(severityFromText(`${blank.repeat(8 * 1024 * 1024)}!`)).toBe(0);
  });
});
