// What is being typed at the cursor, so that a panel can offer fields, values or operators there. Reads
// what is left of the cursor only; half-typed queries are no errors here.

export type Completing =
  /** A field's name or a word; `typed` is what there is of it. */
  | { readonly kind: "field"; readonly typed: string; readonly from: number; readonly to: number }
  /** A value of `field`. */
  | {
      readonly kind: "value";
      readonly field: string;
      readonly typed: string;
      readonly from: number;
      readonly to: number;
    }
  /** Between terms: AND, OR, NOT, or a new term. */
  | { readonly kind: "operator"; readonly typed: ""; readonly from: number; readonly to: number };

interface Group {
  /** The field of `field:( … )`. */
  readonly field: string | undefined;
}

/** `from` to `to` is what a completion replaces: up to the cursor, or to the end of the word it is in. */
export function completingAt(text: string, cursor: number): Completing {
  const groups: Group[] = [];
  let field: string | undefined;
  let at = 0;
  while (at < cursor) {
    const char = text[at] ?? "";
    if (/\s/.test(char)) {
      at++;
    } else if (char === "(") {
      groups.push({ field: field ?? groups.at(-1)?.field });
      field = undefined;
      at++;
    } else if (char === ")") {
      groups.pop();
      field = undefined;
      at++;
    } else if (/[-+!<>=[{]/.test(char)) {
      at++;
    } else {
      const end = char === '"' ? endOfPhrase(text, at) : endOfWord(text, at, field === undefined);
      const isField = char !== '"' && field === undefined && text[end] === ":";
      const inside = field ?? groups.at(-1)?.field;
      if (end >= cursor) return typing(text, at, cursor, end, inside);
      field = isField ? unescaped(text.slice(at, end)) : undefined;
      at = isField ? end + 1 : Math.max(end, at + 1);
    }
  }
  const inside = field ?? groups.at(-1)?.field;
  if (inside !== undefined)
    return { kind: "value", field: inside, typed: "", from: cursor, to: cursor };
  return {
    kind: termStart.test(text.slice(0, cursor)) ? "field" : "operator",
    typed: "",
    from: cursor,
    to: cursor,
  };
}

/** Behind what a term follows: FOR and x- are words. */
const termStart = /(?:^|\(|(?<![^\s()"])(?:AND|OR|NOT|&&|\|\|))\s*$|(?<![^\s(])[!+-]$/;

function typing(
  text: string,
  from: number,
  cursor: number,
  end: number,
  field: string | undefined,
): Completing {
  const raw = text.slice(from, cursor);
  const typed = raw.startsWith('"') ? raw.slice(1).replace(/\\(["\\])/g, "$1") : unescaped(raw);
  const range = { from, to: end };
  return field === undefined
    ? { kind: "field", typed, ...range }
    : { kind: "value", field, typed, ...range };
}

function endOfPhrase(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(text.length, at + 1);
}

function endOfWord(text: string, start: number, endsAtColon: boolean): number {
  let at = start;
  while (at < text.length && !/[\s()"]/.test(text[at] ?? "")) {
    if (endsAtColon && text[at] === ":") break;
    at += text[at] === "\\" ? 2 : 1;
  }
  return Math.min(text.length, at);
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}
