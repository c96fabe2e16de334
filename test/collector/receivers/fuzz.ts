// One harness for the fuzz tests of all receivers, and one meaning of "accounted for":
//  - an input that says something is at least as many records, points, spans and counts (refused, dropped,
//    left out) as it has units: one, unless the form can tell lines or entries;
//  - what is answered by an error is counted as refused or dropped, and nothing is answered by a 5xx;
//  - records are sound: their JSON is JSON, their times and numbers are in range;
//  - nothing throws, and what is held at the end does not grow with what was made up.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "vitest";
import type { Ledger } from "./ledger";
import { aRandom, mutate, mutations, type Random } from "./mutate";

/** One way into a receiver. */
export interface Form {
  readonly seeds: readonly Uint8Array[];
  /** Texts with a meaning in the protocol, which are put in anywhere. */
  readonly pieces: readonly string[];
  /** Sends one input; the answer's HTTP status, where there is one. */
  readonly send: (
    input: Buffer,
    random: Random,
  ) => Promise<number | undefined> | number | undefined;
  /** How many units the input has at the least; by default 1, and 0 for blanks alone. */
  readonly units?: (input: Buffer) => number;
  /** Part of all mutations; 1 by default. */
  readonly share?: number;
}

/** What a receiver may hold after all inputs: caches and counts have their bounds far below. */
const maxGrowthBytes = 200 * 1024 * 1024;
/** Wrong inputs that are shown. */
const maxShown = 5;

/** Sends mutations of the form's seeds, and looks after each what became of it. */
export async function fuzz(ledger: Ledger, form: Form, seed: number): Promise<void> {
  const { seeds, pieces, send, units = unitsOf, share = 1 } = form;
  const random = aRandom(seed);
  const wrong: object[] = [];
  let kept = 0;
  const heapBefore = heapBytes();

  const count = Math.ceil(mutations * share);
  for (let i = 0; i < count && wrong.length < maxShown; i++) {
    ledger.clock += 1_000_000n;
    const input = mutate(seeds[random(seeds.length)]!, pieces, random);
    const sent = send(input, random);
    const status = sent instanceof Promise ? await sent : sent;
    const fault = faultOf(ledger, status, units(input));
    if (fault !== undefined) {
      wrong.push({
        fault,
        status,
        input: input.toString("latin1"),
        base64: input.toString("base64"),
      });
    }
    kept += ledger.account.kept;
    ledger.clear();
  }

  expect(wrong).toEqual([]);
  // If all were refused the mutations would try nothing.
  expect(kept).toBeGreaterThan(count / 100);
  expect(heapBytes() - heapBefore).toBeLessThan(maxGrowthBytes);
}

function faultOf(ledger: Ledger, status: number | undefined, units: number): string | undefined {
  const { kept, refused, dropped, leftOut } = ledger.account;
  if (status !== undefined && status >= 500) return `answered by ${status}`;
  if (status !== undefined && status >= 400 && refused + dropped === 0) {
    return `answered by ${status} and not counted`;
  }
  const accounted = kept + refused + dropped + leftOut;
  if (accounted < units) return `${units} units, of which ${accounted} are accounted for`;
  return unsound(ledger);
}

/** One, but for what holds nothing but blanks. */
const unitsOf = (input: Buffer) => (isBlank(input) ? 0 : 1);

export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte <= 0x20);
}

const maxNanos = 2n ** 63n;

/** What is wrong with the records; undefined when nothing is. */
function unsound({ logs, spans, points }: Ledger): string | undefined {
  for (const { timeUnixNano } of [...logs, ...spans, ...points]) {
    if (timeUnixNano < 0n || timeUnixNano >= maxNanos) return `a record of time ${timeUnixNano}`;
  }
  try {
    for (const { attributes, resource } of [...logs, ...spans]) {
      JSON.parse(`[${attributes},${resource.attributes}]`);
    }
    for (const { events, links } of spans) JSON.parse(`[${events},${links}]`);
    for (const { exemplars, series } of points) JSON.parse(`[${exemplars},${series.attributes}]`);
  } catch (error) {
    return `a record whose JSON is none: ${String(error)}`;
  }
  for (const { severityNumber, line } of logs) {
    if (!Number.isInteger(severityNumber) || severityNumber < 0 || severityNumber > 24) {
      return `a log of severity ${severityNumber}`;
    }
    if (!Number.isInteger(line) || line < 0 || line >= 2 ** 31) return `a log of line ${line}`;
  }
  return undefined;
}

/** After a collection: what is held, not what was made. */
function heapBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
