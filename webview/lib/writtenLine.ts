// What is known of a log line whose record names no call site, for the search for its statement.

import type { WrittenLine } from "../../src/shared/contract/hostApi";
import type { LogJson } from "../../src/shared/contract/json";

export function writtenLine({ body, eventName, severity, logger }: LogJson): WrittenLine {
  return {
    message: body === "" ? (eventName ?? "") : body,
    ...(severity === undefined ? {} : { level: severity }),
    ...(logger === undefined ? {} : { logger }),
  };
}
