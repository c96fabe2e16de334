import { expect, it, test } from "vitest";
import { otherReadings } from "../../../src/shared/query/otherReadings";
import { parseQuery } from "../../../src/shared/query/parser";
import fc from "fast-check";

const fields = ["took_ms", "user", "http.route", "weird key", "region"];

it.each([
  ["severity:error", "level:error"],
  ["Service:shop", "service:shop"],
  ["LEVEL:>=warn", "level:>=warn"],
  ["timestamp:[now-5m TO now]", "time:[now-5m TO now]"],
  ["attributes.user:alice", "user:alice"],
  ["route:/login", "http.route:/login"],
  ["uesr:alice", "user:alice"],
  ["took_ms>100", "took_ms:>100"],
  ["took_ms>=100 level:error", "took_ms:>=100 level:error"],
  ["user=alice", "user:alice"],
  ["user!=alice", "NOT user:alice"],
  ["alice and bob", "alice AND bob"],
  ["alice or bob", "alice OR bob"],
  ["user:ali", "user:*ali*"],
  ["service:sho", "service:*sho*"],
  ['user:"a b"', "user:*a\\ b*"],
  ["shop", "service:*shop*"],
  ["6fafaa91", "request_id:*6fafaa91*"],
  ['"out disk"', "out disk"],
  ["“out of disk”", '"out of disk"'],
  ["localhost:8080", '"localhost:8080"'],
  ["severity:error and user=bob", "level:error AND user:bob"],
  ["NOT (msg:x OR sevrity:y)", "NOT (message:x OR sevrity:y)"],
])("%s may mean %s", (query, other) => {
  expect(otherReadings(query, fields)).toContain(other);
});

it.each(["", "*", '"open', "took_ms:>100", "_exists_:user", "a AND"])("%s is as meant", (query) => {
  expect(otherReadings(query, fields)).toEqual([]);
});

test("of any query each reading is another one that can be asked", () => {
  const piece = fc.constantFrom(
    "a",
    "user",
    ":",
    "=",
    ">",
    " ",
    "or",
    '"',
    "\\",
    "(",
    ")",
    "*",
    "“",
    "x.y",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const query = pieces.join("");
      for (const other of otherReadings(query, fields)) {
        expect(other).not.toBe(query);
        expect(() => parseQuery(other)).not.toThrow();
      }
    }),
    { numRuns: 500 },
  );
});

it("a field may be named as what each object has", () => {
  expect(otherReadings("constructor:shop", fields)).toEqual(['"constructor:shop"']);
});
