// Characters that are not seen, or turn the order of others around, so that a text can look like another one
// (CVE-2021-42574): they are shown by their number, as the editor shows them.

import type { ComponentChildren } from "preact";

/** Controls, marks of direction, spaces without width, fillers. */
const hidden = String.raw`\0-\x08\v\f\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb`;

/** Ordinary text of any script has none of these: one test without the work of a search for each. */
const perhaps = new RegExp(String.raw`[${hidden}\r\u200c\u200d\udb40]`);

/**
 * And tags. A joiner belongs to the writing between letters of most scripts and in emoji, and hides only beside
 * ASCII or at an end.
 */
const unseen = new RegExp(
  String.raw`[${hidden}\u{e0000}-\u{e007f}]|\r(?!\n)|(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])`,
  "gu",
);

const names: Readonly<Record<string, string>> = {
  "U+0000": "null",
  "U+0007": "bell",
  "U+0008": "backspace",
  "U+000D": "carriage return",
  "U+001B": "escape",
  "U+00AD": "soft hyphen",
  "U+061C": "Arabic letter mark",
  "U+200B": "zero width space",
  "U+200C": "zero width non-joiner",
  "U+200D": "zero width joiner",
  "U+200E": "left-to-right mark",
  "U+200F": "right-to-left mark",
  "U+202A": "left-to-right embedding",
  "U+202B": "right-to-left embedding",
  "U+202C": "pop directional formatting",
  "U+202D": "left-to-right override",
  "U+202E": "right-to-left override",
  "U+2060": "word joiner",
  "U+2066": "left-to-right isolate",
  "U+2067": "right-to-left isolate",
  "U+2068": "first strong isolate",
  "U+2069": "pop directional isolate",
  "U+FEFF": "byte order mark",
};

/** The text with a mark in place of each such character; the text itself where there is none. */
export function seen(text: string): ComponentChildren {
  if (!perhaps.test(text)) return text;
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(unseen)) {
    if (index > from) parts.push(text.slice(from, index));
    parts.push(<Mark key={index} code={codeOf(character)} />);
    from = index + character.length;
  }
  if (from === 0) return text;
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** The same where only text can stand: "user[U+202E]nimda". */
export const seenText = (text: string) =>
  perhaps.test(text) ? text.replace(unseen, (found) => `[${codeOf(found)}]`) : text;

function Mark({ code }: { readonly code: string }) {
  const name = names[code];
  return (
    <span class="unseen" data-tip={name === undefined ? code : `${code} ${name}`}>
      {code}
    </span>
  );
}

const codeOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
