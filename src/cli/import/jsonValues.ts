// Objects out of text that comes in pieces, however they are set apart: one a line, behind each other, over
// many lines, or in one array.

/** Longest object; the collector takes bodies up to this. */
const maxLength = 60 * 1024 * 1024;

export class JsonValues {
  private text = "";
  /** Where in `text` is looked on. */
  private at = 0;
  private start = -1;
  private depth = 0;
  private isInText = false;
  private isEscaped = false;

  /** Texts of the objects that are whole now; what is no object comes line by line. */
  add(piece: string): string[] {
    this.text += piece;
    const found: string[] = [];
    for (; this.at < this.text.length; this.at++) this.take(this.text.charCodeAt(this.at), found);
    const from = this.start < 0 ? this.at : this.start;
    this.text = this.text.slice(from);
    this.at -= from;
    if (this.start >= 0) this.start = 0;
    if (this.text.length > maxLength)
      throw new Error(`An object is longer than ${maxLength} characters.`);
    return found;
  }

  /** What the file ends with in the middle of. */
  end(): string[] {
    return this.text.trim() === "" ? [] : [this.text];
  }

  private take(code: number, found: string[]): void {
    if (this.start < 0) {
      if (isBetween(code)) return;
      this.start = this.at;
      this.depth = code === brace.open ? 1 : 0;
      return;
    }
    if (this.depth === 0) {
      if (code === newline) this.finish(this.at, found); // a line that is no object
    } else if (this.isInText) {
      if (this.isEscaped) this.isEscaped = false;
      else if (code === backslash) this.isEscaped = true;
      else if (code === quote) this.isInText = false;
    } else if (code === quote) {
      this.isInText = true;
    } else if (code === brace.open || code === bracket.open) {
      this.depth++;
    } else if (code === brace.close || code === bracket.close) {
      if (--this.depth === 0) this.finish(this.at + 1, found);
    }
  }

  private finish(end: number, found: string[]): void {
    found.push(this.text.slice(this.start, end));
    this.start = -1;
  }
}

const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;
const comma = 0x2c;
const brace = { open: 0x7b, close: 0x7d };
const bracket = { open: 0x5b, close: 0x5d };

/** Blanks, a byte order mark, and what sets the members of an array apart. */
const isBetween = (code: number) =>
  code <= 0x20 ||
  code === 0xfeff ||
  code === comma ||
  code === bracket.open ||
  code === bracket.close;
