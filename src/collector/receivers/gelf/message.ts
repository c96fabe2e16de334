// Text of a GELF payload → the object in it, as leniently as Graylog reads it: raw control characters in
// strings, trailing commas, and anything after the object.

import { isPlainObject, objectEnd, parseJson } from "../../pipeline/parseJson";

export type GelfMessage = Readonly<Record<string, unknown>>;

/** The one object of a datagram or frame; undefined when there is none. */
export function readMessage(text: string): GelfMessage | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return undefined;
  const whole = parseJson(trimmed);
  if (isPlainObject(whole)) return whole;
  const end = objectEnd(trimmed, 0);
  if (end < 0) return undefined;
  const found = parseJson(repair(trimmed.slice(0, end)));
  return isPlainObject(found) ? found : undefined;
}

/** All objects of an HTTP body: one, an array of them, or several behind each other; undefined if one is bad. */
export function readMessages(text: string): readonly GelfMessage[] | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) {
    const list = parseJson(trimmed) ?? parseJson(repair(trimmed));
    return Array.isArray(list) && list.every(isPlainObject) ? list : undefined;
  }
  const only = parseJson(trimmed);
  if (isPlainObject(only)) return [only];
  const messages: GelfMessage[] = [];
  for (let rest = trimmed; rest !== "";) {
    const end = rest.startsWith("{") ? objectEnd(rest, 0) : -1;
    const message = end < 0 ? undefined : readMessage(rest.slice(0, end));
    if (message === undefined) return undefined;
    messages.push(message);
    rest = rest.slice(end).replace(/^[\s,]+/, "");
  }
  return messages;
}

const stringOrTrailingComma = /"[^"\\]*(?:\\[^][^"\\]*)*"|,(?=\s*[}\]])/g;

function repair(text: string): string {
  return text.replace(stringOrTrailingComma, (token) =>
    token === "," ? "" : token.replace(/[\u0000-\u001f]/g, escapeControl),
  );
}

const escapeControl = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
