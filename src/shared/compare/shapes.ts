// What texts are like, where nearly each is another one: how long they are, whether all of their characters are
// ASCII, the hour of a time. Names, paths and times tell nothing by their values alone.

import { escapeField } from "../query/clause";
import type { Asked } from "./asked";
import { type Column, isNumberOfTime } from "./column";
import type { Base } from "./bases";
import type { Candidate, Findings } from "./findings";
import { type Range, rangesIn } from "./ranges";

/** Of fewer texts each can be looked at by itself. */
const leastTexts = 30;
/** A regular expression of the query language repeats no more. */
const maxRepeats = 500;

/** What all candidates of a field have in common. */
export interface OfField extends Omit<
  Candidate,
  "kind" | "value" | "counts" | "base" | "tests" | "asked" | "medians" | "holders"
> {
  /** Of texts that are like this. */
  readonly askedOf: (clause: string, isLike: (text: string) => boolean) => Asked;
}

export function findShapes(
  column: Column,
  bases: readonly Base[],
  isBad: readonly boolean[],
  ofField: OfField,
  findings: Findings,
): void {
  const { values, codes, requests, moments } = column;
  if (values.length < leastTexts || column.numberCount > requests.length / 10) return;
  const texts = values.map(String);
  const name = escapeField(column.name);
  const { askedOf, ...common } = ofField;
  const findRange = (
    field: string,
    unit: string,
    numberOf: (text: string) => number,
    queryOf: (range: Range) => string | undefined,
  ) => {
    const ofTexts = texts.map(numberOf);
    const known = new Set(ofTexts);
    if (known.size < 2) return;
    const numbers = new Float64Array(codes.length);
    for (let i = 0; i < codes.length; i++) numbers[i] = ofTexts[codes[i] ?? -1] ?? NaN;
    if (isNumberOfTime(requests, numbers)) return;
    findings.offer(
      rangesIn(bases, requests, numbers, isBad, findings).map(({ base, range }) => ({
        ...common,
        kind: "range",
        field,
        value: `${range.text}${unit}`,
        counts: range.counts,
        base,
        tests: range.tests,
        asked: () => {
          const query = queryOf(range);
          const asked = askedOf(query ?? "", (text) => range.has(numberOf(text)));
          return query === undefined ? { ...asked, query } : asked;
        },
        medians: range.medians,
        holders: (visit) => {
          numbers.forEach((number, i) => {
            if (range.has(number)) visit(requests[i] ?? 0, moments[i] ?? 0);
          });
        },
      })),
    );
  };
  findRange(ofField.field, " characters", lengthOf, ({ above, below }) => {
    const least = above === undefined ? 0 : Math.floor(above) + 1;
    const most = below === undefined ? "" : Math.ceil(below) - 1;
    return Math.max(least, Number(most)) > maxRepeats ? undefined : `${name}:/.{${least},${most}}/`;
  });
  if (texts.every((text) => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text))) {
    findRange(`hour of ${ofField.field}`, "", hourOf, (range) => {
      const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => range.has(hour));
      return `${name}:/.{10}.(${hours.map((hour) => String(hour).padStart(2, "0")).join("|")}):.*/`;
    });
  }
  const isBeyond = texts.map((text) => beyondAscii.test(text));
  if (!isBeyond.includes(true)) return;
  const counts = { bad: 0, good: 0 };
  let last = -1;
  codes.forEach((code, i) => {
    const request = requests[i] ?? 0;
    if (isBeyond[code] !== true || request === last) return;
    last = request;
    counts[isBad[request] === true ? "bad" : "good"]++;
  });
  findings.families++;
  findings.offer(
    bases.map((base) => ({
      ...common,
      kind: "field",
      value: "(beyond ASCII)",
      counts,
      base,
      tests: 1,
      asked: () => askedOf(`${name}:/.*[^\\t-~].*/`, (text) => beyondAscii.test(text)),
      medians: undefined,
      holders: (visit) => {
        codes.forEach((code, i) => {
          if (isBeyond[code] === true) visit(requests[i] ?? 0, moments[i] ?? 0);
        });
      },
    })),
  );
}

const beyondAscii = /[^\t-~]/;

/** In characters, as the query language counts them. */
const lengthOf = (text: string) => (beyondAscii.test(text) ? Array.from(text).length : text.length);
const hourOf = (text: string) => Number(text.slice(11, 13));
