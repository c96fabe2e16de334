// `{"date":…,"log":"…\n","stream":"stdout"}`, `{"message":"…"}`: what Fluent Bit, Fluentd and Docker make of a line
// of an app, as they send it by protocols that carry objects. What the app wrote is the line; the rest is around it.

type Fields = Readonly<Record<string, unknown>>;

export interface ShippedLine {
  readonly line: string;
  readonly rest: Fields;
  /** False for a message that may be the app's own words: it is a line if, read as one, it says its level. */
  readonly isCertain: boolean;
}

/** Undefined for an object that says its level itself, or has no line in it. */
export function shippedLine(fields: Fields): ShippedLine | undefined {
  if ("level" in fields || "severity" in fields) return undefined;
  const { log, message } = fields;
  if (typeof log === "string" && message === undefined && !("msg" in fields)) {
    return log.trim() === "" ? undefined : lineIn(fields, "log", log, true);
  }
  const isLine = typeof message === "string" && mayBeLine.test(message);
  return isLine ? lineIn(fields, "message", message, false) : undefined;
}

/** Is it worth reading? A level by its usual names, an object, or more lines than one. */
const mayBeLine =
  /\n|^\{|\b(?:ERR(?:OR)?|WARN(?:ING)?|INFO|DEBUG|TRACE|FATAL|CRIT(?:ICAL)?|NOTICE|ALERT|EMERG|PANIC|SEVERE)\b/i;

function lineIn(fields: Fields, name: string, text: string, isCertain: boolean): ShippedLine {
  const rest: Record<string, unknown> = { ...fields };
  Reflect.deleteProperty(rest, name);
  return { line: text.replace(/\r?\n$/, ""), rest, isCertain };
}
