// What each character is to the reader of messages: part of a word, and what that says of the word; or a
// blank, a quote, another sign. One number a character: it is looked up for every character that arrives.

/** Of the characters of a word; joined, they say what the word may be. */
export const flag = {
  digit: 1,
  /** a-f, A-F */
  hexLetter: 2,
  letter: 4,
  dot: 8,
  /** - and _ */
  dash: 16,
  colon: 32,
  /** / and \ */
  slash: 64,
  at: 128,
  /** + % ~ $ */
  sign: 256,
  /** Any of these. */
  word: 511,
  blank: 512,
  quote: 1024,
  delimiter: 2048,
} as const;

const flags = new Uint16Array(128);
for (let code = 0; code < flags.length; code++) flags[code] = flagOf(String.fromCharCode(code));

function flagOf(char: string): number {
  if (/[0-9]/.test(char)) return flag.digit;
  if (/[a-fA-F]/.test(char)) return flag.hexLetter;
  if (/[g-zG-Z]/.test(char)) return flag.letter;
  if (char === ".") return flag.dot;
  if (char === "-" || char === "_") return flag.dash;
  if (char === ":") return flag.colon;
  if (char === "/" || char === "\\") return flag.slash;
  if (char === "@") return flag.at;
  if (/[+%~$]/.test(char)) return flag.sign;
  if (char <= " " || char === "\u007f") return flag.blank;
  return /["'`]/.test(char) ? flag.quote : flag.delimiter;
}

/** Letters beyond ASCII are letters. */
export function flagsOf(code: number): number {
  if (code < 128) return flags[code] ?? 0;
  return code === 0xa0 || code === 0x2028 || code === 0x2029 ? flag.blank : flag.letter;
}

export const isDigit = (code: number) => code >= 48 && code <= 57;
export const isHexLetter = (code: number) =>
  (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
export const isLetter = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code > 127;
