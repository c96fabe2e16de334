// Text with ANSI colours → runs of text with classes; panel.css gives the classes the terminal's colours.
// Only SGR (ECMA-48 8.3.117) means something here; other sequences are left out.

export interface Run {
  readonly text: string;
  /** "ansi-31 ansi-bold", or "". */
  readonly classes: string;
}

const sequence = /\u001b(?:\[([0-9;:]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|.)/g;

export function ansiRuns(text: string): Run[] {
  const runs: Run[] = [];
  let style: Style = plain;
  let from = 0;
  const push = (to: number) => {
    if (to > from) runs.push({ text: text.slice(from, to), classes: classesOf(style) });
  };
  for (const match of text.matchAll(sequence)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] === "m") style = applied(style, match[1] ?? "");
  }
  push(text.length);
  return runs;
}

interface Style {
  /** 30-37, 90-97 or undefined. */
  readonly color: number | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
}
const plain: Style = {
  color: undefined,
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
};

function applied(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const isIndexed = codes[at + 1] === 5;
      if (code === 38 && isIndexed) next = { ...next, color: basicColor(codes[at + 2] ?? 0) };
      at += isIndexed ? 2 : 4;
    } else next = withCode(next, code);
  }
  return next;
}

function withCode(style: Style, code: number): Style {
  if (code === 0) return plain;
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isDim: true };
  if (code === 3) return { ...style, isItalic: true };
  if (code === 4) return { ...style, isUnderlined: true };
  if (code === 22) return { ...style, isBold: false, isDim: false };
  if (code === 23) return { ...style, isItalic: false };
  if (code === 24) return { ...style, isUnderlined: false };
  if (code === 39) return { ...style, color: undefined };
  const isColor = (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
  return isColor ? { ...style, color: code } : style;
}

/** The first sixteen of the 256 are the theme's; the others have no themed equal and stay plain. */
function basicColor(index: number): number | undefined {
  if (index < 8) return 30 + index;
  return index < 16 ? 82 + index : undefined;
}

function classesOf(style: Style): string {
  const classes = [
    style.color === undefined ? "" : `ansi-${style.color}`,
    style.isBold ? "ansi-bold" : "",
    style.isDim ? "ansi-dim" : "",
    style.isItalic ? "ansi-italic" : "",
    style.isUnderlined ? "ansi-underlined" : "",
  ];
  return classes.filter((name) => name !== "").join(" ");
}
