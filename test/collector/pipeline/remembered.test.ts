// What is remembered for long is cut out of what is not.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { FieldReader } from "../../../src/collector/pipeline/fromFields";
import { Roles } from "../../../src/collector/pipeline/roles";
import { StoreInterner } from "../../../src/collector/store/interner";
import { PatternBook } from "../../../src/shared/patterns/patternBook";
import { aResource } from "../../builders";

/** Of a text that V8 keeps in its heap; larger ones are outside. */
const chunkBytes = 512 * 1024;
const chunks = 64;

/** A name of its own at the beginning of a text that is cut from a chunk. */
function aSlice(i: number, text: (name: string) => string): string {
  const beginning = text(`nameOfAField${"abcdefgh"[i % 8]}${"abcdefgh"[i >> 3]}`);
  const chunk = Buffer.alloc(chunkBytes, "x");
  chunk.write(beginning);
  return chunk.toString("latin1").slice(0, beginning.length);
}

const keepers: [string, () => (i: number) => unknown][] = [
  [
    "names of fields",
    () => {
      const reader = new FieldReader(new Roles());
      const hints = { receiver: "test", resource: aResource(), observedTimeUnixNano: 1n };
      return (i) =>
        reader.readText(
          aSlice(i, (name) => `{"${name}":1}`),
          hints,
        );
    },
  ],
  [
    "names whose meaning was asked for",
    () => {
      const roles = new Roles();
      return (i) => roles.of(aSlice(i, (name) => name));
    },
  ],
  [
    "templates of messages",
    () => {
      const book = new PatternBook();
      return (i) =>
        book.templateOf(
          aSlice(i, (name) => `the whole message ${name}`),
          1n,
        );
    },
  ],
  [
    "services",
    () => {
      const interner = new StoreInterner();
      return (i) =>
        interner.resource({ service: aSlice(i, (name) => name), attributes: "{}", run: "" });
    },
  ],
];

describe("what is remembered", () => {
  test.each(keepers)("of %s does not hold the text it was cut from", (_what, create) => {
    const keep = create();
    const before = heapBytes();

    for (let i = 0; i < chunks; i++) keep(i);

    expect(heapBytes() - before).toBeLessThan((chunks * chunkBytes) / 4);
    keep(0); // so that it is there until now
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
