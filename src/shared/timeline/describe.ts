// The words of a row: what the panel, the text form and the search all agree on.

import { assertNever } from "../assertNever";
import type { Attributes } from "../contract/json";
import type { TimelineNode } from "./model";

export interface RowWords {
  /** What it is: the span's name, the log's message, the event's name. */
  readonly title: string;
  /** What stands dimmed behind it: "×37 · 1 failed", "status=503", "parent never came". */
  readonly detail: string;
}

export function describe(node: TimelineNode): RowWords {
  switch (node.kind) {
    case "span":
      return {
        title: node.span.name,
        detail: [node.span.statusMessage ?? "", shortAttributes(node.span.attributes)]
          .filter((part) => part !== "")
          .join(" "),
      };
    case "log":
      return {
        title: firstLine(node.log.body) || (node.log.eventName ?? ""),
        detail: shortAttributes(node.log.attributes),
      };
    case "event": {
      const { attributes, name } = node.event;
      if (!node.isException) return { title: name, detail: shortAttributes(attributes) };
      const type = textOf(attributes["exception.type"]);
      const message = firstLine(textOf(attributes["exception.message"]));
      return { title: [type || "exception", message].filter(Boolean).join(": "), detail: "" };
    }
    case "fold":
      return {
        title: node.name,
        detail: node.failedCount === 0 ? "" : `${node.failedCount} failed`,
      };
    case "missing":
      return { title: `missing span ${node.spanId}`, detail: "named as parent, but it never came" };
    case "service":
      return { title: node.service || "(no service)", detail: "logs, no spans" };
    default:
      return assertNever(node);
  }
}

/** Attributes of a row at most: the rest is in the detail pane. */
const maxShort = 6;

function shortAttributes(attributes: Attributes): string {
  const parts: string[] = [];
  for (const name in attributes) {
    if (isPlumbing(name)) continue;
    parts.push(`${name}=${firstLine(textOf(attributes[name])).slice(0, 80)}`);
    if (parts.length === maxShort) break;
  }
  return parts.join(" ");
}

/** Ids that the whole request shares, and where the code is: both have their own place. */
const isPlumbing = (name: string) =>
  /^(code|thread|telemetry|process|exception)\./.test(name) ||
  /^(trace|span|request)[_.]?id$/i.test(name);

const textOf = (value: Attributes[string] | undefined) =>
  value === undefined || value === null
    ? ""
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";
