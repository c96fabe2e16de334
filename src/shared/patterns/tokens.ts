// A template's text in tokens, to compare templates of the same build: words that may turn out to differ,
// and what stands between them.

export interface Tokens {
  readonly texts: readonly string[];
  /** Places of the tokens that are words; placeholders may be part of one ("worker-<num>"). */
  readonly words: readonly number[];
  /** The template with its words left out: templates of one build have the same. */
  readonly build: string;
}

const name = "<(?:num|uuid|ip|hex|duration|size|time|email|version|id|query|str|path|rest|host)>";
/** All of them; has the flag "g". */
export const placeholder = new RegExp(name, "g");
const onlyPlaceholder = new RegExp(`^${name}$`);
const token = new RegExp(`(?:${name}|[^\\s()[\\]{}<>,;=|!?#&*"'\`^])+|[^]`, "gu");
const hasLetter = /[\p{L}/]/u;
/**
 * Kinds that one value may be read as, as its digits and letters happen to fall; the widest last: ids, and
 * addresses that have a name or none.
 */
const likes = [
  ["<num>", "<hex>", "<id>"],
  ["<ip>", "<host>"],
] as const;
const anyLike = /<(?:num|hex|id|ip|host)>/g;

/** A message of more words is told from others by nothing but equality. */
const maxWords = 40;
const word = "\u0001";
const marks = ["\u0002", "\u0003"];

export function tokensOf(template: string): Tokens {
  const texts = template.match(token) ?? [];
  const words: number[] = [];
  let build = "";
  texts.forEach((text, at) => {
    if (isWord(text)) {
      if (words.length < maxWords) words.push(at);
      build += word;
    } else {
      build += withoutIds(text);
    }
  });
  return { texts, words, build };
}

export function isWord(text: string): boolean {
  if (text.length === 1 || !text.includes("<")) return hasLetter.test(text);
  return hasLetter.test(text.replace(placeholder, ""));
}

export const isPlaceholder = (text: string) => onlyPlaceholder.test(text);

/** The placeholders of one token replaced by what they stand for, in order. */
export const filled = (text: string, next: () => string) => text.replace(placeholder, () => next());

const likeOf = (kind: string) => likes.findIndex((kinds) => kinds.some((one) => one === kind));

/** Equal for texts that differ in the kinds of ids or addresses only. */
export const withoutIds = (text: string) =>
  text.includes("<") ? text.replace(anyLike, (kind) => marks[likeOf(kind)] ?? kind) : text;

/** Of texts that differ in the kinds of ids or addresses only: the one with the widest kinds. */
export function widestIds(texts: readonly string[]): string {
  const [first = ""] = texts;
  const ranks: number[] = [];
  for (const text of texts) {
    (text.match(anyLike) ?? []).forEach((kind, i) => {
      const rank = likes[likeOf(kind)]?.findIndex((one) => one === kind) ?? 0;
      ranks[i] = Math.max(ranks[i] ?? 0, rank);
    });
  }
  let at = 0;
  return first.replace(anyLike, (kind) => likes[likeOf(kind)]?.[ranks[at++] ?? 0] ?? kind);
}

/** A name somebody gave rather than a word of the sentence: "web-01", "user_id", "db.main", "iPhone". */
export function looksGiven(text: string): boolean {
  return /[\d_./@\\<~]|\w-\w|[a-z][A-Z]/.test(text);
}
