// An item of Rollbar (API documentation, "Create an item") → a log record.

import { serviceOfCommand } from "../../../shared/appEnvironment";
import { parseTime } from "../../../shared/parseTime";
import type { LogRecord, Resource } from "../../../shared/record";
import { severityFromText } from "../../../shared/severity";
import { EnvelopeFields } from "../../pipeline/envelopeFields";
import { breadcrumbLine, localsText, maxBreadcrumbs } from "../../pipeline/eventTexts";
import type { FieldReader } from "../../pipeline/fromFields";
import type { Intake } from "../../pipeline/intake";
import {
  type Json,
  listOf,
  objectOf,
  optional,
  plainText,
  textOf,
  numberOf,
} from "../../pipeline/jsonShapes";
import { addRequest } from "../../pipeline/requestFields";
import { headOf, type Place, placeOfStack, stackText } from "../../pipeline/stackTrace";
import type { ReceiverContext } from "../../pipeline/receiver";
import { type ItemStack, stackOfItem } from "./thrown";

/** `data` of an item that has a body. */
export function itemRecord(data: Json, reader: FieldReader, context: ReceiverContext): LogRecord {
  const stack = stackOfItem(data);
  const message = objectOf(objectOf(data.body).message);
  const custom = { ...objectOf(data.custom) };
  const call = callSite(objectOf(custom.record ?? message.record));
  if (call.place !== undefined) Reflect.deleteProperty(custom, "record");
  const fields = fieldsOf(data, custom, stack, context);
  const level = textOf(data.level);
  const isError = stack.chain.length > 0 || stack.raw !== "";
  const time = parseTime(numberOf(data.timestamp));
  const record = reader.read(fields.fields, {
    receiver: "rollbar",
    resource: resourceOf(data, context.intake),
    observedTimeUnixNano: context.now(),
    around: {
      timeUnixNano: time,
      severityNumber: severityFromText(level) || (isError ? 17 : 9),
      severityText: severityFromText(level) === 0 ? level : "",
      logger: call.logger,
      body: bodyOf(data, message, stack),
      attributes: fields.asides,
    },
  });
  const place = placeOfStack(stack.chain, stack.style) ?? call.place;
  if (place !== undefined) {
    record.file = place.file;
    record.line = place.line;
    record.function = place.function;
  }
  if (isError) record.eventName = "exception";
  return record;
}

function fieldsOf(
  data: Json,
  custom: Json,
  stack: ItemStack,
  { roles }: ReceiverContext,
): EnvelopeFields {
  const fields = new EnvelopeFields(roles);
  fields.addOwn("custom", custom);
  const own = new Set(["body", "record"]);
  for (const [key, value] of Object.entries(objectOf(objectOf(data.body).message))) {
    // Clients write what they were given into both.
    const isTwice = JSON.stringify(custom[key]) === JSON.stringify(value);
    if (!own.has(key) && !isTwice) fields.addOwn("extra", { [key]: value });
  }
  const [raised] = stack.chain;
  fields.add("exception.type", raised?.type);
  fields.add("exception.message", raised?.message);
  fields.add("exception.stacktrace", stackText(stack.chain, stack.style) || stack.raw);
  for (const { key, value } of listOf(data.attributes)) fields.add(textOf(key), value);
  addPerson(fields, objectOf(data.person));
  addRequest(fields, requestOf(objectOf(data.request)));
  fields.add("rollbar.context", data.context);
  fields.add("rollbar.title", data.title);
  fields.add("rollbar.fingerprint", data.fingerprint);
  fields.add("rollbar.framework", data.framework);
  fields.add("rollbar.uuid", data.uuid);
  fields.add("locals", localsText(stack.locals));
  fields.add("breadcrumbs", breadcrumbsText(objectOf(data.body).telemetry));
  return fields;
}

function bodyOf(data: Json, message: Json, { chain, raw }: ItemStack): string {
  const written = plainText(message.body);
  if (written !== "") return written;
  const [raised] = chain;
  if (raised !== undefined) return headOf(raised);
  return raw.split("\n", 1)[0] || textOf(data.title) || "(no message)";
}

function addPerson(fields: EnvelopeFields, { id, username, email, ...others }: Json): void {
  fields.add("user.id", typeof id === "number" ? String(id) : id);
  fields.add("user.name", username);
  fields.add("user.email", email);
  fields.add("user", optional(others));
}

/** Rollbar's words for what `addRequest` knows. */
function requestOf(request: Json): Json {
  const data = request.body ?? optional(request.POST);
  return {
    method: request.method,
    url: request.url,
    query_string: request.query_string ?? request.GET,
    headers: request.headers,
    ...(data === undefined ? {} : { data }),
    env: { REMOTE_ADDR: request.user_ip },
  };
}

/** What `RollbarHandler` of Python says of a logging call. */
function callSite(record: Json): { readonly place: Place | undefined; readonly logger: string } {
  const { pathname, lineno, funcName } = record;
  if (typeof pathname !== "string" || typeof lineno !== "number") {
    return { place: undefined, logger: "" };
  }
  const place = { file: pathname, line: lineno, function: textOf(funcName) };
  return { place, logger: textOf(record.name) };
}

/** Rollbar has no service: the script or the folder that the app runs in stands for it. */
function resourceOf(data: Json, intake: Intake): Resource {
  const server = objectOf(data.server);
  const notifier = objectOf(data.notifier);
  const argv = (Array.isArray(server.argv) ? server.argv : []).filter(
    (word) => typeof word === "string",
  );
  // Python leaves its own name out.
  const command = /\.py$/.test(argv[0] ?? "") ? ["python", ...argv] : argv;
  const service = serviceOfCommand(command, textOf(server.root)).slice(0, maxTextLength);
  const found: Record<string, unknown> = {
    "service.name": service,
    "service.version": data.code_version ?? server.code_version,
    "deployment.environment.name": data.environment,
    "host.name": server.host,
    "telemetry.sdk.name": notifier.name,
    "telemetry.sdk.version": notifier.version,
    "telemetry.sdk.language": textOf(data.language).split(" ", 1)[0],
  };
  const known = Object.entries(found).flatMap(([name, value]) =>
    textOf(value) === "" ? [] : [[name, textOf(value).slice(0, maxTextLength)] as const],
  );
  const attributes = JSON.stringify(Object.fromEntries(known));
  return intake.resource({ service, attributes, run: "" });
}
/** Characters of a name or version. */
const maxTextLength = 200;

/** "Telemetry": what happened before, the last ones. */
function breadcrumbsText(telemetry: unknown): string {
  return listOf(telemetry)
    .slice(-maxBreadcrumbs)
    .map((event) => {
      const { message, ...data } = objectOf(event.body);
      return breadcrumbLine({
        timeUnixNano: parseTime(numberOf(event.timestamp_ms)),
        level: event.level,
        kind: textOf(event.type),
        message,
        data,
      });
    })
    .join("\n");
}
