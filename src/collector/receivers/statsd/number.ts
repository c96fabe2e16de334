// Reads a decimal number out of a longer text without cutting it out: values are most of what arrives.

// Up to 15 digits and 22 decimals, digits / 10^n is the nearest double: both are exact.
const exactDigits = 15;
const powersOfTen = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/**
 * The number in text[from, to): `12`, `-1.5`, `+4`, `.5`, `1e3`. NaN for anything else, "NaN", infinities,
 * hexadecimal and the empty text included.
 */
export function parseNumber(text: string, from: number, to: number): number {
  let at = from;
  const sign = text.charCodeAt(at);
  if (sign === 0x2d || sign === 0x2b) at++;
  let digits = 0;
  let decimals = 0;
  let mantissa = 0;
  let isFraction = false;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) {
      mantissa = mantissa * 10 + (code - 0x30);
      digits++;
      if (isFraction) decimals++;
    } else if (code === 0x2e && !isFraction) isFraction = true;
    else break;
  }
  if (digits === 0) return NaN;
  if (at < to || digits > exactDigits || decimals > 22) return parseSlowly(text, from, to, at);
  const value = decimals === 0 ? mantissa : mantissa / (powersOfTen[decimals] ?? NaN);
  return sign === 0x2d ? -value : value;
}

/** `at` is the end of the digits: what follows has to be an exponent. */
function parseSlowly(text: string, from: number, to: number, at: number): number {
  if (at < to) {
    if ((text.charCodeAt(at) | 0x20) !== 0x65) return NaN;
    let i = at + 1;
    if (text.charCodeAt(i) === 0x2d || text.charCodeAt(i) === 0x2b) i++;
    if (i >= to) return NaN;
    for (; i < to; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x30 || code > 0x39) return NaN;
    }
  }
  const value = Number(text.slice(from, to));
  return Number.isFinite(value) ? value : NaN;
}
