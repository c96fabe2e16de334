// Fields that a pretty-printer puts below the message, a line each and in JSON (pino-pretty, `pino/file` with it).

import { parseJson } from "../parseJson";

const keyLine = /^ {4}([\w.@$/-]{1,200}): (.*)$/;
/** Fields of one record; more is some other text. */
const maxFields = 256;

/** The fields of the lines below a message; undefined where they are of another form. */
export function readPrettyFields(lines: string): Record<string, unknown> | undefined {
  if (!/^\n {4}[\w.@$/-]{1,200}: (?:["{[\d-]|true|false|null)/.test(lines)) return undefined;
  const fields: Record<string, unknown> = {};
  const parts: { key: string; text: string[] }[] = [];
  for (const line of lines.slice(1).split("\n")) {
    const found = keyLine.exec(line);
    if (found?.[1] !== undefined) parts.push({ key: found[1], text: [found[2] ?? ""] });
    else if (line.startsWith("    ")) parts.at(-1)?.text.push(line.slice(4));
    else return undefined;
    if (parts.length > maxFields) return undefined;
  }
  for (const { key, text } of parts) {
    const joined = text.join("\n");
    const value = parseJson(joined);
    fields[key] = value === undefined ? (readError(text) ?? joined) : value;
  }
  return fields;
}

/** An error's object is JSON but for its stack, which is printed as it is. */
function readError(lines: readonly string[]): Record<string, unknown> | undefined {
  const at = lines.findIndex((line) => /^ {2}"stack":\s*$/.test(line));
  if (lines[0] !== "{" || at < 0) return undefined;
  const error: Record<string, unknown> = {};
  const stack: string[] = [];
  for (const [n, line] of lines.entries()) {
    if (n > at && /^ {6}/.test(line)) stack.push(line.slice(6));
    const pair = /^ {2}"([\w.-]{1,100})": (.*?),?$/.exec(line);
    const value = pair?.[2] === undefined ? undefined : parseJson(pair[2]);
    if (pair?.[1] !== undefined && value !== undefined) error[pair[1]] = value;
  }
  return { ...error, stack: stack.join("\n") };
}
