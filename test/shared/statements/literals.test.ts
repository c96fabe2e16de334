import { expect, it } from "vitest";
import { languageOf } from "../../../src/shared/statements/languages";
import { literalsIn } from "../../../src/shared/statements/literals";
import { ends, hostileLength } from "../../ends";

it.each([
  ["a.py", 'f"{'],
  ["a.py", "f'''{"],
  ["a.ts", "`${"],
])("%s of nothing but %s is given up, with what was found before", (path, opening) => {
  const text = `log("hello")\n${opening.repeat(hostileLength / opening.length)}`;

  const found = ends(() => literalsIn(text, languageOf(path)!));

  expect(found[0]).toMatchObject({ line: 1, pieces: ["hello"] });
});
