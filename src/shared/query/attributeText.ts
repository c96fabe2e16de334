// Reads values out of a record's attributes (JSON text as JSON.stringify writes it) as the texts that
// DuckDB's ->> gives for the same JSON.

export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** A flat object; only lists hold other values. */
export type ParsedAttributes = Readonly<Record<string, JsonValue>>;

/** Numbers that a double cannot hold exactly; kept as text, as DuckDB keeps their digits. */
const longNumber = /"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g;
const mayHaveLongNumber = /[:,[]-?\d{16}/;

export function parseAttributes(text: string): ParsedAttributes {
  if (text === "{}") return {};
  const exact = mayHaveLongNumber.test(text)
    ? text.replace(longNumber, (token) => (token.startsWith('"') ? token : `"${token}"`))
    : text;
  const parsed: unknown = JSON.parse(exact);
  return isObject(parsed) ? parsed : {};
}

function isObject(value: unknown): value is ParsedAttributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How the text of an attribute's key appears in JSON text. */
export function keyInJson(name: string): string {
  return `${JSON.stringify(name)}:`;
}

/** The texts that a test of this attribute is asked of: one, or one for each item of a list. */
export function textsOf(value: JsonValue): readonly string[] {
  if (!Array.isArray(value)) return [textOf(value)];
  return value.filter((item) => item !== null).map(textOf);
}

/** The value as one text; of a list its JSON. */
export function textOf(value: JsonValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  return typeof value === "object" ? jsonText(value) : String(value);
}

function jsonText(value: JsonValue): string {
  const text = JSON.stringify(value);
  if (!text.includes("e+")) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|e\+/g, (token) => (token === "e+" ? "e" : token));
}

/** DuckDB writes 1e21 where JavaScript writes 1e+21. */
function numberText(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value).replace("e+", "e");
}
