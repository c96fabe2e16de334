// DogStatsD service checks: `_sc|NAME|STATUS|d:…|h:…|#tags|m:MESSAGE`.

import { readFields, timeOf, unescape } from "./event";
import { utf8 } from "./series";
import type { Tags } from "./tags";

const checkStatuses = ["ok", "warning", "critical", "unknown"] as const;

export interface ServiceCheck {
  readonly name: string;
  readonly status: (typeof checkStatuses)[number];
  readonly message: string;
  /** Seconds since the epoch; 0 when absent. */
  readonly timeSeconds: number;
  readonly tags: Tags;
}

/** Undefined when the line is no service check. The message is all that follows `|m:`, bars included. */
export function readServiceCheck(latin1: string): ServiceCheck | undefined {
  const messageAt = latin1.indexOf("|m:");
  const head = messageAt < 0 ? latin1 : latin1.slice(0, messageAt);
  const message = messageAt < 0 ? "" : latin1.slice(messageAt + 3);
  const [, name = "", statusText = "", ...fields] = head.split("|");
  const status = /^[0-3]$/.test(statusText) ? checkStatuses[Number(statusText)] : undefined;
  if (name === "" || status === undefined) return undefined;
  const { tags, values } = readFields(fields);
  tags.add("service_check.name", utf8(name));
  tags.add("service_check.status", status);
  return {
    name: utf8(name),
    status,
    message: unescape(utf8(message)).replaceAll("m\\:", "m:"),
    timeSeconds: timeOf(values.get("d")),
    tags: tags.toTags(),
  };
}
