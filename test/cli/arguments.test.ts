import { expect, it } from "vitest";
import { parseFlags, UsageError } from "../../src/cli/arguments";

const options = { from: { type: "string" }, json: { type: "boolean" } } as const;

it("takes a term that is left out for a term, not for a flag", () => {
  const { positionals, flags } = parseFlags(["error", "-level:debug", "-word", "--json"], options);

  expect(positionals).toEqual(["error", "-level:debug", "-word"]);
  expect(flags).toEqual({ json: true });
});

it("takes a value that begins with a minus", () => {
  expect(parseFlags(["--from", "-5m"], options).flags).toEqual({ from: "-5m" });
});

it("knows -h, and no flag that it does not have", () => {
  expect(parseFlags(["-h"], options).flags).toEqual({ help: true });
  expect(() => parseFlags(["--levle"], options)).toThrow(UsageError);
});
