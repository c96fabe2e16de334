import { expect, it } from "vitest";
import { partsOf, valueInPlace, valuesIn } from "../../../src/shared/patterns/values";

it("values stand in the order of the pattern's placeholders", () => {
  const pattern = "GET /posts/<num> [<num>] <duration>";

  expect(valuesIn("GET /posts/45326 [200] 42ms", pattern)).toEqual(["/posts/45326", "200", "42ms"]);
});

it("words that differ are values as numbers are", () => {
  expect(valuesIn("user ann has 5 mails", "user <str> has <num> mails")).toEqual(["ann", "5"]);
});

it("a list is one value", () => {
  expect(valuesIn("ids [1, 2, 3]", "ids [<num>]")).toEqual(["1, 2, 3"]);
});

it("a message of another pattern has none", () => {
  expect(valuesIn("user ann has left", "user <str> has <num> mails")).toBeUndefined();
  expect(valuesIn("user ann has 5 mails!", "user <str> has <num> mails")).toBeUndefined();
});

it("the parts of a pattern know their value", () => {
  expect(partsOf("worker-<num> took <duration>")).toEqual([
    { text: "worker-<num>", value: 0 },
    { text: " ", value: undefined },
    { text: "took", value: undefined },
    { text: " ", value: undefined },
    { text: "<duration>", value: 1 },
  ]);
});

it("a value is told from others by what stands around it, up to the next placeholder", () => {
  const pattern = "order <num> of worker-<num> was taken up";

  expect(valueInPlace(pattern, 0, "1")).toBe("order 1 of");
  expect(valueInPlace(pattern, 1, "worker-7")).toBe("of worker-7 was taken up");
  expect(valueInPlace("<num> <num>", 1, "5")).toBe("5");
});
