import { describe, expect, it } from "vitest";
import { parseAll } from "../../receivers/lines/aLine";

describe("what only looks like a header", () => {
  it.each([
    ["2024-01-01 10:00:00 user:alice logged in", "user:alice logged in"],
    ["2024-01-01 10:00:00 INFO (3/12): copied", "(3/12): copied"],
    ["2024-01-01 10:00:00 INFO (): copied", "(): copied"],
    [
      "[10:00:00] INFO     a message         a.py:5\n           of another width",
      "a message         a.py:5\n           of another width",
    ],
  ])("is a part of the message: %j", (text, body) => {
    expect(parseAll(text)).toMatchObject([{ body }]);
  });

  it("is no time of Rich where it is none", () => {
    expect(JSON.stringify(parseAll("[shop-worker] INFO     opened     a.py:5"))).toContain(
      "shop-worker",
    );
  });
});

it("a level keeps the word that is written", () => {
  expect(parseAll("Jan 01, 2024 10:00:00 AM shop.Cart main\nCONFIG: read")).toMatchObject([
    { severityNumber: 5, severityText: "CONFIG", body: "read" },
  ]);
});

describe("fields below a message", () => {
  it("have all that an error has, its causes too", () => {
    const [record] = parseAll(`[10:00:00.123] ERROR (shop/12): failed
    n: null
    err: {
      "type": "Error",
      "stack":
          Error: boom
              at f (/a/b.js:1:2)
      "details": {
        "list": [
          {
            "c": 3
          }
        ]
      },
      "cause": {
        "message": "m",
        "stack":
            T: m
                at g (/a/c.js:3:4)
      }
    }`);

    expect(record).toMatchObject({
      body: "failed",
      file: "/a/b.js",
      line: 1,
      attributes: {
        n: null,
        "err.type": "Error",
        "err.stack": "Error: boom\n    at f (/a/b.js:1:2)",
        "err.details.list": [{ c: 3 }],
        "err.cause.message": "m",
        "err.cause.stack": "T: m\n    at g (/a/c.js:3:4)",
      },
    });
  });

  it("may have any name", () => {
    const names = { "INFO x\n    __proto__: 1": 1, "INFO x\nuser=1\n__proto__=2": 2 };
    for (const [text, value] of Object.entries(names)) {
      const [record] = parseAll(`2024-01-01 10:00:00 ${text}`);

      expect(Object.entries(record!.attributes as object)).toContainEqual(["__proto__", value]);
    }
  });

  it("are text where one comes twice", () => {
    const [record] = parseAll("2024-01-01 10:00:00 INFO x\n    a: 1\n    a: 2");

    expect(record).toMatchObject({ body: "x\n    a: 1\n    a: 2" });
  });
});
