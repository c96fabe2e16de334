// Items that are no events of the app's code but say something of it, as log records with an event name:
// check-ins of scheduled jobs, what people wrote, and what the SDK itself threw away.

import type { LogRecord } from "../../../shared/record";
import { EnvelopeFields } from "../../pipeline/envelopeFields";
import type { Fruitless, RecordMaker } from "./recordMaker";
import { resourceOfEvent } from "./resource";
import { type Json, listOf, numberOf, objectOf, textOf } from "../../pipeline/jsonShapes";
import { idsOf, timeOf, traceOf } from "./values";

/** "Check-Ins": one run of a scheduled job. */
export function checkInRecord(checkIn: Json, make: RecordMaker): LogRecord {
  const { context, reader } = make;
  const { monitor_slug: slug, status, duration, check_in_id: id, monitor_config: config } = checkIn;
  const seconds = typeof duration === "number" ? ` after ${duration} s` : "";
  const fields = new EnvelopeFields(context.roles);
  fields.add("sentry.monitor", slug);
  fields.add("sentry.check_in.status", status);
  fields.add("sentry.check_in.duration", duration);
  fields.add("sentry.check_in.id", /^0*$/.test(textOf(id)) ? "" : id);
  fields.add("sentry.monitor_config", config);
  const record = reader.read(fields.fields, {
    receiver: "sentry",
    resource: resourceOfEvent(checkIn, make),
    observedTimeUnixNano: context.now(),
    around: {
      timeUnixNano: timeOf(checkIn.timestamp),
      severityNumber: status === "error" ? 17 : 9,
      body: `${textOf(slug) || "a monitor"}: ${textOf(status) || "no status"}${seconds}`,
      ...idsOf(traceOf(checkIn)),
    },
  });
  record.eventName = "sentry.check_in";
  return record;
}

/** "User Feedback", as an event with a context of its own, and the older `user_report`. */
export function feedbackRecord(item: Json, make: RecordMaker): LogRecord {
  const { context, reader } = make;
  const feedback = objectOf(objectOf(item.contexts).feedback);
  const fields = new EnvelopeFields(context.roles);
  fields.add("user.name", feedback.name ?? item.name);
  fields.add("user.email", feedback.contact_email ?? item.email);
  fields.add("url.full", feedback.url);
  fields.add("sentry.event_id", feedback.associated_event_id ?? item.event_id);
  const record = reader.read(fields.fields, {
    receiver: "sentry",
    resource: resourceOfEvent(item, make),
    observedTimeUnixNano: context.now(),
    around: {
      timeUnixNano: timeOf(item.timestamp),
      severityNumber: 9,
      body: textOf(feedback.message) || textOf(item.comments) || "(no message)",
    },
  });
  record.eventName = "sentry.feedback";
  return record;
}

/** The app asked for these. */
const wanted = new Set(["sample_rate", "before_send", "event_processor", "before_send_log"]);

/** "Client Reports": what the SDK did not send, a record a reason. */
export function clientReportRecords(report: Json, make: RecordMaker, on: Fruitless): LogRecord[] {
  const { context, reader } = make;
  const said = report.discarded_events;
  if (!Array.isArray(said)) on.bad();
  else if (said.length === 0) on.empty();
  const discarded = listOf(said).slice(0, maxDiscarded);
  for (let bad = lengthOf(said) - discarded.length; bad > 0; bad--) on.bad();
  return discarded.map(({ reason, category, quantity }) => {
    const fields = new EnvelopeFields(context.roles);
    fields.add("sentry.discarded.reason", reason);
    fields.add("sentry.discarded.category", category);
    fields.add("sentry.discarded.quantity", quantity);
    const record = reader.read(fields.fields, {
      receiver: "sentry",
      resource: resourceOfEvent({}, make),
      observedTimeUnixNano: context.now(),
      around: {
        timeUnixNano: timeOf(report.timestamp),
        severityNumber: wanted.has(textOf(reason)) ? 9 : 13,
        body: `Sentry's SDK did not send ${numberOf(quantity)} × ${textOf(category)}: ${textOf(reason)}`,
      },
    });
    record.eventName = "sentry.client_report";
    return record;
  });
}

const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);
/** Reasons times categories; a longer list is none of an SDK. */
const maxDiscarded = 100;
