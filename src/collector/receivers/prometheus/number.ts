// Numbers as expositions write them: Go's decimal forms, NaN and infinities in any case; no hex, no digit
// separators (exposition_formats.md, "Comments, help text, and type information").

/** NaN stands for itself; undefined for what is no number. */
export function readNumber(text: string): number | undefined {
  const number = Number(text);
  const first = text.charCodeAt(0);
  // "0x1", "0b1" and "" are numbers to JavaScript.
  if (!Number.isNaN(number)) {
    if (first !== 0x30 || text.length === 1) return first > 0x20 ? number : undefined;
    return text.charCodeAt(1) < 0x41 || text.charCodeAt(1) === 0x65 || text.charCodeAt(1) === 0x45
      ? number
      : undefined;
  }
  switch (text.toLowerCase()) {
    case "nan":
    case "+nan":
    case "-nan":
      return NaN;
    case "inf":
    case "+inf":
    case "infinity":
    case "+infinity":
      return Infinity;
    case "-inf":
    case "-infinity":
      return -Infinity;
    default:
      return undefined;
  }
}
