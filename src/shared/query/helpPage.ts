// The query language as a page to read: made from the table that the tests ask (specification.ts), so that
// what the help says is what is so.

import { formatTime } from "../time";
import { chapters, logs, mistakes, nowNanos, spans } from "./specification";

/** "level:>=warn → timeout, warning, critical": what an example finds, for people. */
export const findsText = (finds: readonly string[]) =>
  finds.length === 0 ? "nothing" : finds.join(", ");

/** A record of the table in one line: its own fields as a query names them, then its attributes. */
export function describeRecords(signal: "logs" | "spans"): { name: string; text: string }[] {
  const records = signal === "logs" ? logs : spans;
  return records.map(({ name, record, resource }) => {
    const fields: Readonly<Record<string, unknown>> = { ...record };
    const own = Object.entries(shownAs).flatMap(([key, label]) => {
      const value = fields[key];
      if (value === undefined || value === 0 || value === 0n) return [];
      return [`${label}=${shown(key, value)}`];
    });
    const attributes = pairs(parsed(record.attributes ?? "{}"));
    return { name, text: [...own, ...attributes, ...pairs({ ...resource })].join("  ") };
  });
}

/** Names of the query language by those of records. */
const shownAs = {
  timeUnixNano: "time",
  severityNumber: "level",
  service: "service",
  name: "name",
  body: "message",
  durationNanos: "duration",
  kind: "kind",
  status: "status",
  statusMessage: "status_message",
  logger: "logger",
  traceId: "trace_id",
  spanId: "span_id",
  parentSpanId: "parent_span_id",
  requestId: "request_id",
  file: "file",
  line: "line",
  function: "function",
  eventName: "event",
  receiver: "receiver",
} as const;

function shown(key: string, value: unknown): string {
  if (key === "timeUnixNano" && typeof value === "bigint") return formatTime(value).slice(0, 19);
  if (key === "durationNanos" && typeof value === "bigint") return `${value / 1_000_000n}ms`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

const pairs = (fields: Readonly<Record<string, unknown>>) =>
  Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);

function parsed(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The whole page as Markdown: for an editor, and for the terminal. */
export function helpPage(): string {
  const parts = [
    "# The query language by example",
    "Terms side by side are AND. A word is part of the message or of any value; `field:value` is a whole value, in any\ncase. Each example says which of these records it finds; the tests ask the same table.",
    `Now is ${formatTime(nowNanos).slice(0, 19)} UTC.`,
    ...(["logs", "spans"] as const).map((signal) =>
      [
        `Records (${signal}):`,
        "",
        ...describeRecords(signal).map((each) => `- **${each.name}**: \`${each.text}\``),
      ].join("\n"),
    ),
    ...chapters.map(({ title, examples }) =>
      [
        `## ${title}`,
        "",
        "| query | finds | |",
        "|---|---|---|",
        ...examples.map(
          ({ query, finds, says }) => `| ${code(query)} | ${findsText(finds)} | ${says ?? ""} |`,
        ),
      ].join("\n"),
    ),
    [
      "## What is wrong with these",
      "",
      "| query | column |",
      "|---|---|",
      ...mistakes.map(({ query, position }) => `| ${code(query)} | ${position + 1} |`),
    ].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** In a table a bar ends the cell, in code a backtick the code. */
const code = (query: string) => (query === "" ? "(empty)" : `\`${query.replaceAll("|", "\\|")}\``);
