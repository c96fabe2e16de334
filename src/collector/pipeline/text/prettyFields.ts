// Fields that a pretty-printer puts below the message, a line each and in JSON (pino-pretty, `pino/file` with it).

import { parseJson } from "../parseJson";

const keyLine = /^ {4}([\w.@$/-]{1,200}): (.*)$/;
/** Fields of one record; more is some other text. */
const maxFields = 256;

/** The fields of the lines below a message; undefined where they are of another form. */
export function readPrettyFields(lines: string): Record<string, unknown> | undefined {
  if (!/^\n {4}[\w.@$/-]{1,200}: (?:["{[\d-]|true|false|null)/.test(lines)) return undefined;
  const parts: { key: string; text: string[] }[] = [];
  for (const line of lines.slice(1).split("\n")) {
    const found = keyLine.exec(line);
    if (found?.[1] !== undefined) parts.push({ key: found[1], text: [found[2] ?? ""] });
    else if (line.startsWith("    ")) parts.at(-1)?.text.push(line.slice(4));
    else return undefined;
    if (parts.length > maxFields) return undefined;
  }
  const fields = new Map(parts.map(({ key, text }) => [key, valueOf(text)]));
  return fields.size < parts.length ? undefined : Object.fromEntries(fields);
}

function valueOf(lines: readonly string[]): unknown {
  const text = lines.join("\n");
  const value = parseJson(text);
  return value !== undefined ? value : (parseJson(withStacks(lines)) ?? text);
}

/** An error is JSON but for its stack and those of its causes, which are printed as they are: made JSON again. */
function withStacks(lines: readonly string[]): string {
  const json: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = /^( {2,200})"stack":$/.exec(lines[at] ?? "");
    json.push(lines[at] ?? "");
    if (head === null) continue;
    const indent = `${head[1] ?? ""}    `;
    const stack: string[] = [];
    for (; lines[at + 1]?.startsWith(indent) === true; at++) {
      stack.push(lines[at + 1]?.slice(indent.length) ?? "");
    }
    const isLast = lines[at + 1]?.trimStart().startsWith("}") !== false;
    json.push(`${JSON.stringify(stack.join("\n"))}${isLast ? "" : ","}`);
  }
  return json.join("\n");
}
