import { describe, expect, it } from "vitest";
import { idsOf, PatternBook, patternOf } from "../../../src/shared/patterns/patternBook";
import type { StoredTemplate } from "../../../src/shared/patterns/templates";

const users = ["ann", "bob", "cid", "dan", "eve", "fay", "gus", "hal"];

function patternIn(book: PatternBook, message: string): string {
  return patternOf(book.templateOf(message, 1n)).text;
}
function bookOf(messages: readonly string[]): PatternBook {
  const book = new PatternBook();
  for (const message of messages) book.templateOf(message, 1n);
  return book;
}
const storedOf = (book: PatternBook): StoredTemplate[] =>
  [...book.all].map(({ number, text, places, firstSeenNanos }) => ({
    number,
    text,
    places,
    firstSeenNanos,
  }));

describe("words that differ between messages that are otherwise the same", () => {
  it("are a placeholder", () => {
    const book = bookOf(users.map((user) => `signed in as ${user} today`));

    expect(patternIn(book, "signed in as ann today")).toBe("signed in as <str> today");
    expect(patternIn(book, "signed in as zoe today")).toBe("signed in as <str> today");
  });

  it("several of them at once", () => {
    const cities = ["Rome", "Oslo", "Bonn", "Bern", "Kiel", "Graz", "Linz", "Ulm", "Pisa"];
    const messages = Array.from({ length: 40 }, (_, i) => {
      const user = users[(i * 3) % users.length] ?? "";
      return `Visitor ${user} went from the station ${cities[i % cities.length] ?? ""} by train`;
    });
    const book = bookOf(messages);

    expect(patternIn(book, "Visitor ann went from the station Rome by train")).toBe(
      "Visitor <str> went from the station <str> by train",
    );
  });

  it("are a path where all are paths", () => {
    const book = bookOf(users.map((user) => `could not open file /srv/${user}/x.txt`));

    expect(patternIn(book, "could not open file /srv/ann/x.txt")).toBe(
      "could not open file <path>",
    );
  });

  it("may be numbers, too", () => {
    const book = bookOf([
      "invalid user 7 given",
      ...users.map((user) => `invalid user ${user} given`),
    ]);

    expect(patternIn(book, "invalid user 7 given")).toBe("invalid user <str> given");
    expect(patternIn(book, "invalid user beef42 given")).toBe("invalid user <str> given");
  });

  it("an id is one kind, whatever its digits and letters", () => {
    const book = bookOf(["volume 68749541 is full", "volume 68b74954 is full"]);

    expect(patternIn(book, "volume 12345678 is full")).toBe("volume <hex> is full");
  });
});

describe("words that say what happened stay", () => {
  it.each([
    [["cache hit", "cache miss", "cache expired", "cache evicted", "cache cleared"]],
    [["Starting", "Stopping", "Started", "Stopped", "Ready", "Failed", "Done", "Open", "Closed"]],
    [["order 1 placed", "order 2 paid", "order 3 shipped", "order 4 lost", "order 5 returned"]],
    [["Connected to redis", "Connected to kafka", "Connected to postgres"]],
    [["GET /login 200", "GET /cart 200", "GET /orders 200", "GET /logout 200"]],
  ])("%s", (messages) => {
    const book = bookOf(messages);

    expect(new Set(messages.map((message) => patternIn(book, message))).size).toBe(messages.length);
  });
});

it("a message leads to its own template's id and to its pattern's, narrowest first", () => {
  const book = bookOf(users.map((user) => `user ${user} logged in`));
  const alone = new PatternBook();

  const ids = idsOf(book.templateOf("user ann logged in", 1n));

  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(idsOf(alone.templateOf("user ann logged in", 1n))[0]);
  expect(ids[1]).toBe(idsOf(book.templateOf("user nobody logged in", 1n))[0]);
});

it("a pattern was first seen when the first of its messages was", () => {
  const book = new PatternBook();
  users.forEach((user, i) => book.templateOf(`user ${user} logged in`, BigInt(100 + i)));

  expect(patternOf(book.templateOf("user ann logged in", 200n)).firstSeenNanos).toBe(100n);
});

describe("what was stored", () => {
  it("gives the same patterns after a restart", () => {
    const messages = [
      ...users.map((user) => `user ${user} logged in`),
      ...users.map((user) => `file /srv/${user}/a.txt of the job is gone`),
      "volume 68749541 is full",
      "volume 68b74954 is full",
      "Started",
    ];
    const book = bookOf(messages);
    const again = new PatternBook();

    again.load(storedOf(book));

    for (const message of [...messages, "user zoe logged in", "volume 77 is full"]) {
      expect(patternIn(again, message)).toBe(patternIn(book, message));
    }
    expect([...again.all].length).toBe([...book.all].length);
    expect(again.notStored()).toEqual([]);
  });

  it("is known by its number, and new numbers follow", () => {
    const again = new PatternBook();
    again.load([{ number: 7, text: "Started", places: undefined, firstSeenNanos: 5n }]);

    expect(again.templateOf("Started", 9n)).toMatchObject({ number: 7, firstSeenNanos: 5n });
    expect(again.templateOf("Stopped", 9n).number).toBe(8);
    expect(again.notStored().map(({ text }) => text)).toEqual(["Stopped"]);
  });

  it("is stored once, and again after it was forgotten", () => {
    const book = bookOf(["Started"]);
    const [started] = book.notStored();
    book.markStored(started === undefined ? [] : [started]);
    expect(book.notStored()).toEqual([]);

    book.forget([started?.number ?? 0]);
    book.templateOf("Started", 1n);

    expect(book.notStored().map(({ text }) => text)).toEqual(["Started"]);
  });

  it("a pattern that lost its cases goes on taking new ones", () => {
    const book = bookOf(users.map((user) => `user ${user} logged in`));
    const all = book.notStored();
    book.markStored(all);

    book.forget(all.map(({ number }) => number));

    expect(patternIn(book, "user zoe logged in")).toBe("user <str> logged in");
    expect(book.notStored().map(({ text }) => text)).toContain("user <str> logged in");
  });
});

it("messages without end of ever new words stay within the bound", () => {
  const book = new PatternBook({ detailed: 50, all: 60 });
  const letters = (n: number) => n.toString(2).replaceAll("0", "a").replaceAll("1", "b");

  for (let i = 0; i < 2000; i++) {
    book.templateOf(`${letters(i)} ${letters(i * 7)} something ${letters(i * 3)}`, 1n);
  }

  // What is merged from them comes on top.
  expect([...book.all].length).toBeLessThan(100);
  expect(patternIn(book, "qq rr ss tt")).toBe("<rest>");
});
