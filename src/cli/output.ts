// What the command line prints: JSON lines for scripts, aligned lines for people.

import type { AnyRecordJson, LogJson, MetricPointJson, SpanJson } from "../shared/contract/json";

/**
 * Writes a line and waits while the reader of a pipe is slow. A reader that is gone ends the program quietly.
 * Whatever is in it of an app's text is shown, not obeyed by the terminal.
 */
export function printLine(text: string): Promise<void> {
  return write(visible(text));
}

/** What JSON itself leaves as it is, and a terminal obeys, is written as JSON writes the others. */
export function printJson(value: unknown): Promise<void> {
  return write(JSON.stringify(value).replace(obeyed, escaped));
}

function write(line: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(`${line}\n`)) resolve();
    else process.stdout.once("drain", resolve);
  });
}

/** For a person. More lines of a text are indented: none looks like a record of its own. */
export function recordLine(record: AnyRecordJson): string {
  return lineOf(record).replace(/\n(?=.)/g, "\n    ");
}

function lineOf(record: AnyRecordJson): string {
  if ("body" in record) return logLine(record);
  if ("durationNanos" in record) return spanLine(record);
  return pointLine(record);
}

function logLine(log: LogJson): string {
  const where = log.source === undefined ? "" : `  (${log.source.file}:${log.source.line ?? "?"})`;
  const fields = fieldsOf(log.attributes);
  return `${clock(log.time)} ${(log.severity ?? "-").padEnd(5)} ${log.service ?? "-"}  ${log.body}${fields}${where}`;
}

function spanLine(span: SpanJson): string {
  const status = span.status === "error" ? "ERROR" : "     ";
  const took = duration(BigInt(span.durationNanos));
  return `${clock(span.time)} ${status} ${span.service ?? "-"}  ${span.name}  ${took}${fieldsOf(span.attributes)}`;
}

function pointLine(point: MetricPointJson): string {
  const unit = point.unit === undefined ? "" : ` ${point.unit}`;
  const numbers = Object.entries({
    value: point.value,
    total: point.total,
    count: point.count,
    ...named(point.quantiles),
  })
    .filter((entry): entry is [string, number] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${value}`);
  return `${clock(point.time)} ${point.type.padEnd(9)} ${point.name}  ${numbers.join(" ")}${unit}${fieldsOf(point.attributes)}`;
}

function named(quantiles: Readonly<Record<string, number>> | undefined): Record<string, number> {
  return Object.fromEntries(
    Object.entries(quantiles ?? {}).map(([q, value]) => [
      `p${Number((Number(q) * 100).toFixed(3))}`,
      value,
    ]),
  );
}

function fieldsOf(attributes: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(attributes).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return fields.length === 0 ? "" : `  ${fields.join(" ")}`;
}

/** Local time of day with milliseconds. */
function clock(time: string): string {
  const date = new Date(time);
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

function duration(nanos: bigint): string {
  const value = Number(nanos);
  if (value < 1e3) return `${value} ns`;
  if (value < 1e6) return `${(value / 1e3).toPrecision(3)} µs`;
  if (value < 1e9) return `${(value / 1e6).toPrecision(3)} ms`;
  return `${(value / 1e9).toPrecision(3)} s`;
}

/** Control characters, and those that reorder what stands around them. */
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Control characters of the app are shown, not obeyed. */
export function visible(text: string): string {
  return text.replace(obeyed, (char) => {
    const code = char.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : escaped(char);
  });
}
