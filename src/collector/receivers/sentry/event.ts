// An event (developer documentation, "Event Payloads") → a log record: the exception or message, where it
// happened, who was served, and the breadcrumbs that led there.

import type { LogRecord } from "../../../shared/record";
import { EnvelopeFields } from "../../pipeline/envelopeFields";
import { breadcrumbLine, localsText, maxBreadcrumbs } from "../../pipeline/eventTexts";
import { headOf, placeOfStack, stackText } from "../../pipeline/stackTrace";
import type { ReceiverContext } from "../../pipeline/receiver";
import { addRequest } from "../../pipeline/requestFields";
import type { RecordMaker } from "./recordMaker";
import { resourceOfEvent } from "./resource";
import { type EventStack, stackOfEvent } from "./thrown";
import { type Json, listOf, objectOf, optional, pairsOf, textOf } from "../../pipeline/jsonShapes";
import { idsOf, severityOf, timeOf, traceOf } from "./values";

/** What is about the machine and not the event, or is kept elsewhere. */
const leftOut = new Set(
  "trace runtime os device app culture cloud_resource gpu otel profile feedback".split(" "),
);

export function eventRecord(event: Json, make: RecordMaker): LogRecord {
  const { context, reader } = make;
  const stack = stackOfEvent(event);
  const fields = fieldsOf(event, stack, context);
  const record = reader.read(fields.fields, {
    receiver: "sentry",
    resource: resourceOfEvent(event, make),
    observedTimeUnixNano: context.now(),
    around: {
      timeUnixNano: timeOf(event.timestamp),
      ...severityOf(event.level, 17),
      logger: textOf(event.logger),
      body: bodyOf(event, stack),
      ...idsOf(traceOf(event)),
      attributes: fields.asides,
    },
  });
  const place = placeOfStack(stack.chain, stack.style);
  if (place !== undefined) {
    record.file = place.file;
    record.line = place.line;
    record.function = place.function;
  }
  if (!stack.isSynthetic) record.eventName = "exception";
  return record;
}

function fieldsOf(event: Json, stack: EventStack, { roles }: ReceiverContext): EnvelopeFields {
  const fields = new EnvelopeFields(roles);
  fields.addOwn("tags", pairsOf(event.tags));
  fields.addOwn("extra", objectOf(event.extra));
  const [raised] = stack.chain;
  const text = stackText(stack.chain, stack.style);
  if (stack.isSynthetic) fields.add("code.stacktrace", text);
  else {
    fields.add("exception.type", raised?.type);
    fields.add("exception.message", raised?.message);
    fields.add("exception.stacktrace", text);
    fields.add("sentry.handled", stack.mechanism.handled);
    fields.add("sentry.mechanism", stack.mechanism.type);
  }
  fields.add("sentry.transaction", event.transaction ?? event.culprit);
  addUser(fields, objectOf(event.user));
  addRequest(fields, objectOf(event.request ?? event["sentry.interfaces.Http"]));
  for (const [name, context] of Object.entries(objectOf(event.contexts))) {
    if (!leftOut.has(name)) fields.add(`contexts.${name}`, optional(context));
  }
  fields.add("sentry.fingerprint", event.fingerprint);
  fields.add("sentry.dist", event.dist);
  fields.add("sentry.event_id", event.event_id);
  fields.add("locals", localsText(stack.innermost?.vars));
  fields.add("breadcrumbs", breadcrumbsText(event.breadcrumbs));
  return fields;
}

function bodyOf(event: Json, { chain, isSynthetic }: EventStack): string {
  const entry = objectOf(event.logentry ?? event["sentry.interfaces.Message"]);
  const written =
    textOf(entry.formatted) ||
    (entry.message === undefined ? "" : format(textOf(entry.message), entry.params)) ||
    (typeof event.message === "string" ? event.message : textOf(objectOf(event.message).message));
  if (written !== "") return written;
  const raised = chain[0];
  if (raised !== undefined && !isSynthetic) return headOf(raised);
  return raised?.message || textOf(event.title) || textOf(event.transaction) || "(no message)";
}

/** Python's `%s` in their order, which is what SDKs send that do not format themselves. */
function format(message: string, params: unknown): string {
  if (!Array.isArray(params)) return message;
  let next = 0;
  return message.replace(/%[sdr]|\{\}/g, (mark) => {
    const value: unknown = params[next++];
    if (value === undefined) return mark;
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** OpenTelemetry's names for Sentry's four; others are the app's. */
function addUser(fields: EnvelopeFields, user: Json): void {
  const { id, email, username, ip_address: address, ...others } = user;
  fields.add("user.id", typeof id === "number" ? String(id) : id);
  fields.add("user.email", email);
  fields.add("user.name", username);
  fields.add("client.address", address);
  fields.add("user", optional(others));
}

/** One a line: time, level, category, message and data. */
function breadcrumbsText(breadcrumbs: unknown): string {
  return listOf(breadcrumbs)
    .slice(-maxBreadcrumbs)
    .map((crumb) =>
      breadcrumbLine({
        timeUnixNano: timeOf(crumb.timestamp),
        level: crumb.level,
        kind: textOf(crumb.category) || textOf(crumb.type),
        message: crumb.message,
        data: crumb.data,
      }),
    )
    .join("\n");
}
