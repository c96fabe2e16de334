// Who sent it. Sentry has no service: a tag of that name, what OpenTelemetry says, or the package of the release
// ("shop@1.2.3") stand for it.

import type { Resource } from "../../../shared/record";
import { type Json, objectOf, pairsOf, textOf } from "../../pipeline/jsonShapes";
import type { RecordMaker } from "./recordMaker";

/** Names as the attributes of logs, spans and metrics have them → OpenTelemetry's. */
const resourceNames: Readonly<Record<string, string>> = {
  "service.name": "service.name",
  "sentry.release": "service.version",
  "sentry.environment": "deployment.environment.name",
  "server.address": "host.name",
  "sentry.sdk.name": "telemetry.sdk.name",
  "sentry.sdk.version": "telemetry.sdk.version",
  "process.runtime.name": "process.runtime.name",
  "process.runtime.version": "process.runtime.version",
  "os.name": "os.name",
  "os.version": "os.version",
};
/** What says nothing of the app: the SDK about itself. */
const noise =
  /^(?:sentry\.(?:sdk\.|trace_lifecycle|timestamp\.sequence|severity_|is_localhost|segment\.|trace\.parent_span_id|sample_rate)|device\.|culture\.|app\.(?:start_time|memory|free_memory)$|process\.runtime\.engine)/;

/** Of an event, transaction or check-in. */
export function resourceOfEvent(event: Json, make: RecordMaker): Resource {
  const contexts = objectOf(event.contexts);
  const runtime = objectOf(contexts.runtime);
  const os = objectOf(contexts.os);
  const sdk = objectOf(event.sdk);
  return resourceOf(
    {
      "service.name":
        textOf(pairsOf(event.tags).service) ||
        textOf(objectOf(objectOf(contexts.otel).resource)["service.name"]),
      "service.version": event.release,
      "deployment.environment.name": event.environment,
      "host.name": event.server_name,
      "telemetry.sdk.name": sdk.name,
      "telemetry.sdk.version": sdk.version,
      "process.runtime.name": runtime.name,
      "process.runtime.version": runtime.version,
      "os.name": os.name,
      "os.version": os.version,
    },
    make,
  );
}

/** Of a log, span or metric; takes those attributes out that are the sender's. */
export function takeResource(attributes: Record<string, unknown>, make: RecordMaker): Resource {
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(attributes)) {
    const name = resourceNames[key];
    if (name !== undefined) found[name] = attributes[key];
    if (name !== undefined || noise.test(key)) Reflect.deleteProperty(attributes, key);
  }
  return resourceOf(found, make);
}

function resourceOf(found: Record<string, unknown>, { context, launched }: RecordMaker): Resource {
  const version = textOf(found["service.version"]);
  const at = version.lastIndexOf("@");
  const named = textOf(found["service.name"]) || version.slice(0, Math.max(0, at));
  const service = named || launched.service;
  const known: Record<string, string> = service === "" ? {} : { "service.name": service };
  for (const [name, value] of Object.entries(found)) {
    const text = textOf(value).trim();
    if (text !== "" && name !== "service.name") known[name] = text.slice(0, maxTextLength);
  }
  if (at >= 0) known["service.version"] = version.slice(at + 1, at + 1 + maxTextLength);
  return context.intake.resource({
    service: service.slice(0, maxTextLength),
    attributes: JSON.stringify(known),
    run: launched.run,
  });
}
/** Characters of a name or version. */
const maxTextLength = 200;
