// The text of a record that its pattern is about.

import type { LogRecord } from "../record";

/** Events may come without a message: their name then says what happened. */
export function patternText({ body, eventName }: Pick<LogRecord, "body" | "eventName">): string {
  return body === "" ? eventName : body;
}
