// Which templates of one build are really one, because a word of them is a value: "user ann logged in",
// "user bob logged in", … It depends on the set of templates alone, not on the order they came in.

import { addToGroup } from "../groups";
import { isWord, looksGiven, type Tokens, widestIds, withoutIds } from "./tokens";

/** Templates that become one: at these places stands a placeholder. */
export interface Merge {
  readonly places: readonly number[];
  /** The template they become. */
  readonly texts: readonly string[];
  /** Indexes of the templates. */
  readonly members: readonly number[];
}

/** Several words may differ at once only where so many templates show it. */
const minTemplatesOfMany = 12;
const minValuesOfMany = 6;
/** Fewer different words at a place are kinds of a message, not values. */
const maxKinds = 4;

/** The largest first. A template may be in several merges. */
export function findMerges(templates: readonly Tokens[]): Merge[] {
  const merges = [...idLikeMerges(templates), ...singleMerges(templates), ...manyMerges(templates)];
  return merges.sort(
    (a, b) => b.members.length - a.members.length || compare(a.texts.join(""), b.texts.join("")),
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** <num>, <hex> and <id> at one place: the same ids, by chance without letters. */
function idLikeMerges(templates: readonly Tokens[]): Merge[] {
  const groups = groupedBy(templates, ({ texts }) => texts.map(withoutIds).join(""));
  return [...groups.values()].flatMap((members) =>
    members.length < 2 ? [] : [toMerge(templates, members, [])],
  );
}

/** One word differs, all others are equal. */
function singleMerges(templates: readonly Tokens[]): Merge[] {
  const merges: Merge[] = [];
  for (const place of templates[0]?.words ?? []) {
    const groups = groupedBy(templates, ({ texts }) => without(texts, place));
    for (const members of groups.values()) {
      const [first] = members;
      const one = first === undefined ? undefined : templates[first];
      if (one === undefined || members.length < 3) continue;
      const values = [
        ...new Set(members.map((at) => withoutIds(templates[at]?.texts[place] ?? ""))),
      ];
      if (values.length >= valuesNeeded(one, place, values)) {
        merges.push(toMerge(templates, members, [place]));
      }
    }
  }
  return merges;
}

/** How many different words show that a place holds values: the less else is said, the more. */
function valuesNeeded({ texts, words }: Tokens, place: number, values: readonly string[]): number {
  const others = words.filter((at) => at !== place && isPlain(texts[at] ?? "")).length;
  if (isAfterEquals(texts, place) || isAfterNoun(texts, place)) return 3;
  if (others === 0) return Infinity;
  if (values.every((value) => value.includes("/"))) return others >= 2 ? 6 : 12;
  if (values.filter(looksGiven).length * 2 > values.length) return others >= 2 ? 3 : 6;
  return others >= 3 ? 5 : others === 2 ? 8 : 16;
}

const isPlain = (word: string) => word.length > 1 && !word.includes("/");

function isAfterEquals(texts: readonly string[], place: number): boolean {
  const before = texts[place - 1] ?? "";
  const isQuoted = /^["'`]$/.test(before);
  return (isQuoted ? texts[place - 2] : before) === "=";
}

/** What stands after such a word is the name of one. */
const nouns = new Set(
  "user username account host hostname server node topic queue table bucket tenant customer database index session job task worker pod container image branch channel room group named id key process service module plugin package".split(
    " ",
  ),
);

function isAfterNoun(texts: readonly string[], place: number): boolean {
  const before = (texts[place - 2] ?? "").toLowerCase();
  return texts[place - 1] === " " && nouns.has(before.replace(/:$/, ""));
}

/** Several words differ: within templates that have their other words in common. */
function manyMerges(templates: readonly Tokens[]): Merge[] {
  const merges: Merge[] = [];
  const visit = (members: readonly number[]): void => {
    const words = templates[members[0] ?? 0]?.words ?? [];
    if (members.length < minTemplatesOfMany || words.length < 4) return;
    const valuesAt = words.map(
      (place) => new Set(members.map((at) => templates[at]?.texts[place])).size,
    );
    const kinds = Math.min(maxKinds, Math.floor(members.length / 4));
    let split: number | undefined;
    let fewest = Infinity;
    valuesAt.forEach((count, i) => {
      if (count > 1 && count <= kinds && count < fewest) {
        split = words[i];
        fewest = count;
      }
    });
    if (split !== undefined) {
      const place = split;
      const groups = groupedBy(templates, ({ texts }) => texts[place] ?? "", members);
      for (const group of groups.values()) visit(group);
      return;
    }
    const places = words.filter((_, i) => (valuesAt[i] ?? 0) > 1);
    const constant = words.length - places.length;
    const isClear = valuesAt.every((count) => count === 1 || count >= minValuesOfMany);
    if (places.length > 1 && isClear && constant >= Math.max(2, places.length)) {
      merges.push(toMerge(templates, members, places));
    }
  };
  visit(templates.map((_, at) => at));
  return merges;
}

function toMerge(
  templates: readonly Tokens[],
  members: readonly number[],
  places: readonly number[],
): Merge {
  const texts = [...(templates[members[0] ?? 0]?.texts ?? [])];
  const valuesAt = (place: number) => members.map((at) => templates[at]?.texts[place] ?? "");
  for (const place of places) {
    texts[place] = valuesAt(place).every((value) => value.includes("/")) ? "<path>" : "<str>";
  }
  texts.forEach((text, place) => {
    if (text.includes("<") && !places.includes(place)) texts[place] = widestIds(valuesAt(place));
  });
  return { places, texts, members };
}

function without(texts: readonly string[], place: number): string {
  return texts
    .map((text, at) => (at === place && isWord(text) ? "\u0001" : withoutIds(text)))
    .join("");
}

function groupedBy(
  templates: readonly Tokens[],
  keyOf: (tokens: Tokens) => string,
  members: readonly number[] = templates.map((_, at) => at),
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const at of members) {
    const tokens = templates[at];
    if (tokens === undefined) continue;
    const key = keyOf(tokens);
    addToGroup(groups, key, at);
  }
  return groups;
}
