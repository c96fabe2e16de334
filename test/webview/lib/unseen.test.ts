import { describe, expect, test } from "vitest";
import { seen, seenText } from "../../../webview/lib/unseen";

describe("characters that are not seen", () => {
  test.each([
    ["an override of direction", "user\u202enimda", "user[U+202E]nimda"],
    ["isolates", "\u2066a\u2067b\u2068c\u2069", "[U+2066]a[U+2067]b[U+2068]c[U+2069]"],
    ["a space without width", "ad\u200bmin", "ad[U+200B]min"],
    ["a byte order mark", "\ufeff{}", "[U+FEFF]{}"],
    ["a null and an escape", "a\0b\u001b[2J", "a[U+0000]b[U+001B][2J"],
    ["a carriage return that would overwrite", "50%\r100%", "50%[U+000D]100%"],
    ["text in tags", "hi\u{e0041}", "hi[U+E0041]"],
    ["a joiner beside ASCII", "pay\u200dpal", "pay[U+200D]pal"],
    ["a joiner at an end", "\u200c", "[U+200C]"],
  ])("%s is shown by its number", (_, text, shown) => {
    expect(seenText(text)).toBe(shown);
  });

  test.each([
    ["ASCII", "GET /p/77 503 in 12 ms"],
    ["lines and tabs", "one\n\ttwo\r\nthree"],
    ["other scripts", "Zürich 東京 שלום"],
    ["a joiner between letters of a script that has it", "می\u200cخواهم क्\u200dष"],
    ["emoji of several", "👩\u200d👩\u200d👧 ❤\ufe0f"],
  ])("%s stays as it is", (_, text) => {
    expect(seenText(text)).toBe(text);
    expect(seen(text)).toBe(text);
  });
});
