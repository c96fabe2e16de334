// What a row of a timeline says, apart from what is new in every request: its key (kind, service, name or
// template) and the values that may differ. Ids and times are masked.

import type { Attributes } from "../contract/json";
import { patternText } from "../patterns/patternText";
import { readMessage } from "../patterns/readMessage";
import { Segments } from "../patterns/segments";
import { withoutIds } from "../patterns/tokens";
import type { TimelineNode } from "./model";

export interface Statement {
  /** Rows with one key are the same step of two requests. */
  readonly key: string;
  /** By name: of attributes, and of the message by the place of the gap ("#1"). */
  readonly values: ReadonlyMap<string, string>;
}

export function statementOf(node: TimelineNode): Statement {
  const statement = (name: string, values = new Map<string, string>()): Statement => ({
    key: `${node.kind}\n${node.service}\n${name}`,
    values,
  });
  switch (node.kind) {
    case "span": {
      const { template, values } = readText(node.span.name);
      return statement(template, withAttributes(values, node.span.attributes));
    }
    case "log": {
      const { body, eventName = "", attributes } = node.log;
      const { template, values } = readText(patternText({ body, eventName }));
      return statement(template, withAttributes(values, attributes));
    }
    case "event": {
      const { name, attributes } = node.event;
      const message = attributes["exception.message"];
      const values = new Map<string, string>();
      if (typeof message === "string") values.set("message", masked(message));
      const type = node.isException ? JSON.stringify(attributes["exception.type"]) : "";
      return statement(`${name}\n${type}`, withAttributes(values, attributes));
    }
    case "fold":
      return statement(node.name);
    case "missing":
    case "service":
      return statement("");
  }
}

/** Key of a message alone, ids and times masked: equal for what one statement writes. */
export const messageKey = (message: string) => readText(message).template;

/** What differs between any two requests and explains nothing. */
const isMasked = (form: string) => /^<(?:uuid|hex|id|time|duration)>$/.test(form);
const placeholder =
  /<(?:num|uuid|ip|hex|duration|size|time|email|version|id|query|str|path|host)>/g;
/** A number so long is an id or a time. */
const longNumber = /^\D*\d{6,}\D*$/;

function readText(text: string): { template: string; values: Map<string, string> } {
  const segments = new Segments();
  readMessage(segments, text);
  const template = segments.template();
  const values = new Map<string, string>();
  if (!template.includes("<")) return { template, values };
  const found = segments.values();
  (template.match(placeholder) ?? []).forEach((form, at) => {
    const value = found[at] ?? "";
    if (!isMasked(form) && !longNumber.test(value)) values.set(`#${at + 1}`, value);
  });
  return { template: withoutIds(template), values };
}

function masked(text: string): string {
  const segments = new Segments();
  readMessage(segments, text.split("\n", 1)[0] ?? "");
  return segments.template();
}

function withAttributes(values: Map<string, string>, attributes: Attributes) {
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined || value === null || isNewEachTime.test(name)) continue;
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    if (longNumber.test(text)) continue;
    const forms = masked(text).match(placeholder) ?? [];
    values.set(name, forms.some(isMasked) ? masked(text) : text);
  }
  return values;
}

/** By their names: ids, moments, durations, and where the code and its process are. */
const isNewEachTime =
  /^(?:code|thread|telemetry|process|exception)\.|(?:^|[._-])(?:u?u?id|pid|tid|port|time|timestamp|ts|date|took|elapsed|duration|latency)(?:$|[._-])|[a-z](?:Id|ID)$|(?:[._-](?:ms|us|ns|millis|seconds|at)|Ms|Millis|Seconds|Duration|At)$/;
