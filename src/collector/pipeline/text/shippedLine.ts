// `{"date":…,"log":"…\n","stream":"stdout"}`: what Fluent Bit and Docker make of a line of an app, as they send
// it by protocols that carry objects. What the app wrote is the line; the rest is around it.

type Fields = Readonly<Record<string, unknown>>;

export interface ShippedLine {
  readonly line: string;
  readonly rest: Fields;
}

/** Undefined for an object that says its message or level itself. */
export function shippedLine(fields: Fields): ShippedLine | undefined {
  const { log, ...rest } = fields;
  if (typeof log !== "string" || log.trim() === "") return undefined;
  if ("message" in rest || "msg" in rest || "level" in rest || "severity" in rest) return undefined;
  return { line: log.replace(/\r?\n$/, ""), rest };
}
