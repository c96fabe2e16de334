import fc from "fast-check";
import { expect, it } from "vitest";
import { clauseFor, countedValue, seqClause } from "../../../src/shared/query/clause";
import { compileQuery } from "../../../src/shared/query/compile";
import { aLog } from "../../collector/store/builders";

it.each([
  [[7], "seq:7"],
  [[9, 7], "seq:(7 OR 9)"],
  [[3, 1, 2], "seq:[1 TO 3]"],
  [[1, 2, 9, 5, 5], "seq:([1 TO 2] OR 5 OR 9)"],
])("the records %j are asked for by %s", (seqs, clause) => {
  expect(seqClause(seqs)).toBe(clause);
});

it("a clause of records finds these and no others", () => {
  const seqs = [1, 2, 3, 8, 10, 11, 40];

  const matches = compileQuery(seqClause(seqs), "logs");

  const all = Array.from({ length: 50 }, (_, i) => i + 1);
  expect(all.filter((seq) => matches(aLog({ seq })))).toEqual(seqs);
});

it.each([
  [["db", "Net"], "tags:(db AND Net)"],
  [["db"], "tags:db"],
  [["a b", null, 7, "a b"], 'tags:("a b" AND 7)'],
])("the list %j is found by its items", (list, clause) => {
  const matches = compileQuery(clauseFor("tags", list), "logs");

  expect(clauseFor("tags", list)).toBe(clause);
  expect(clauseFor("tags", countedValue(JSON.stringify(list)))).toBe(clause);
  expect(matches(aLog({ attributes: JSON.stringify({ tags: list }) }))).toBe(true);
  expect(matches(aLog({ attributes: '{"tags":["other"]}' }))).toBe(false);
});

it("a field of any name is found by its value, and no other record", () => {
  const name = fc
    .oneof(
      fc.constantFrom("2xx", "0", "-dash", "#id", "/x", ".dot", "a*b", "(a)", "AND", "http", "TO"),
      fc.string({ unit: "binary", minLength: 1, maxLength: 6 }),
    )
    .filter((text) => !["*", "__proto__"].includes(text));
  fc.assert(
    fc.property(
      name,
      fc.constantFrom("x", "//h", "/a/", "~a", "-1", "", ">5", "TO"),
      (of, value) => {
        const matches = compileQuery(clauseFor(of, value), "logs");

        expect(matches(aLog({ attributes: JSON.stringify({ [of]: value }) }))).toBe(true);
        expect(matches(aLog({ body: clauseFor(of, value) }))).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});

it("a text that begins with a bracket is a text", () => {
  expect(clauseFor("note", countedValue("[draft] x"))).toBe('note:"[draft] x"');
});
