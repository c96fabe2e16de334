// What a field of a structured record means, by its name: `ts` is a time, `lvl` a level, `req_id` a request
// id. Names of many loggers and standards; case and `_ - . space` do not matter, the order of a list does.

import type { IdForm } from "../../shared/ids";
import { ownText } from "../../shared/ownText";

const roleKinds = [
  "time",
  "level",
  "message",
  "logger",
  "file",
  "line",
  "function",
  "exception",
  "traceId",
  "spanId",
  "requestId",
  "service",
  "eventName",
] as const;
export type RoleKind = (typeof roleKinds)[number];

export interface Role {
  readonly kind: RoleKind;
  /** Of several fields with one role the lowest rank wins. */
  readonly rank: number;
  /** The name is the very one that the query language uses ("request_id", in any spelling). */
  readonly isCanonical: boolean;
  /** Of ids: how their digits are to be read. */
  readonly idForm: IdForm;
}

/** Names seen that are remembered; past it the memory starts anew, so that hostile keys cost time only. */
const maxRemembered = 10_000;
/** Longer names have no role. */
const maxNameLength = 128;
/** What a name loses by standing inside an object that is not known ("extra.request_id"). */
const nestedPenalty = 1000;

/** Full (dotted) names, best first. One letter stands for itself alone, in upper case. */
const names = {
  time: `@timestamp timestamp time ts @t asctime datetime date instant timeMillis eventTime created T
    record.time record.time.timestamp @fields.timestamp timeUnixNano timestampSeconds __REALTIME_TIMESTAMP
    syslog.timestamp`,
  level: `log.level level levelname severity lvl @l level_name loglevel log_level severity_text level_value
    levelno L record.level record.level.name PRIORITY severity_number level_number @fields.level status`,
  message: `message msg event @m RenderedMessage record.message fields.message @mt short_message
    @message text log body M MessageTemplate _raw`,
  logger: `logger log.logger logger_name loggerName name target channel SourceContext
    Properties.SourceContext category N record.name caller_class_name context`,
  file: `pathname code.file.path log.origin.file.name record.file.path file filename caller source.file
    src.file sourceLocation.file logging.googleapis.com/sourceLocation.file CODE_FILE code.filepath C
    location caller_file_name extra.file source`,
  line: `lineno code.line.number log.origin.file.line record.line line line_number source.line src.line
    sourceLocation.line logging.googleapis.com/sourceLocation.line CODE_LINE code.lineno
    caller_line_number extra.line`,
  function: `func_name funcName code.function.name log.origin.function record.function func function
    source.function src.func sourceLocation.function logging.googleapis.com/sourceLocation.function
    CODE_FUNC code.function qual_name caller_method_name source.method extra.function method`,
  exception: `exception exc_info error.stack_trace stack_trace stacktrace exception.stacktrace stack
    err.stack error.stack err error errorVerbose @x thrown context.exception record.exception`,
  traceId: `trace_id trace.id traceID otelTraceID dd.trace_id logging.googleapis.com/trace @tr
    trace.trace_id contexts.trace.trace_id xray_trace_id AWS-XRAY-TRACE-ID X-Amzn-Trace-Id X-B3-TraceId
    ActivityTraceId mdc.trace_id traceparent elastic-apm-traceparent uber-trace-id sentry-trace
    X-Cloud-Trace-Context x-datadog-trace-id HTTP_TRACEPARENT b3 X-Trace-Id trace`,
  spanId: `span_id span.id otelSpanID dd.span_id logging.googleapis.com/spanId @sp trace.span_id
    contexts.trace.span_id X-B3-SpanId ActivitySpanId`,
  requestId: `request_id req_id req.id request.id x-request-id HTTP_X_REQUEST_ID http.request.id
    aws_request_id function_request_id lambda_request_id request_uuid correlation_id x-correlation-id
    HTTP_X_CORRELATION_ID correlation cid activity_id operation_id logging.googleapis.com/operation.id
    X-Amzn-RequestId X-Amz-Request-Id CF-Ray Fly-Request-Id X-Vercel-Id X-Github-Request-Id
    conversation_id transaction_id transaction.id task_id celery_id job_id message_id session_id`,
  service: `service.name service dd.service otelServiceName service_name serviceName app
    application.name application app_name serviceContext.service SYSLOG_IDENTIFIER`,
  eventName: `event.name event_name otel.event.name`,
} satisfies Record<RoleKind, string>;

/** A `line` that is no number is the text of one (Grafana's tables of logs); any other message is the better one. */
export const textOfLine: Role = {
  kind: "message",
  rank: nestedPenalty,
  isCanonical: false,
  idForm: "hex",
};

const decimalNames = new Set(
  ["dd.trace_id", "dd.span_id", "dd.traceId", "dd.spanId", "x-datadog-trace-id"].map(foldName),
);

/** Only ids are looked for inside objects of any name; elsewhere "user.name" would be a logger. */
const nestable: ReadonlySet<RoleKind> = new Set(["traceId", "spanId", "requestId"]);
/** Ids of others: the parent's, a link's, those of a service that answered. */
const foreign = /(?:^|\.)(?:parent|links?|remote|previous|source|response)(?:\.|$)/i;

export class Roles {
  private readonly remembered = new Map<string, Role | undefined>();
  private readonly extraRequestIds: readonly string[];

  /** `requestIdNames`: names of request ids that this user's apps have beside the usual ones. */
  constructor(requestIdNames: readonly string[] = []) {
    this.extraRequestIds = requestIdNames.map(foldName);
  }

  /** The role of a field by its full name, nested names dotted: "req.id", "log.origin.file.name". */
  of(name: string): Role | undefined {
    if (name.length > maxNameLength) return undefined;
    const known = this.remembered.get(name);
    if (known !== undefined || this.remembered.has(name)) return known;
    const role = this.find(name);
    if (this.remembered.size >= maxRemembered) this.remembered.clear();
    this.remembered.set(ownText(name), role);
    return role;
  }

  private find(name: string): Role | undefined {
    const folded = foldName(name);
    const extra = this.extraRequestIds.indexOf(folded);
    if (extra >= 0)
      return {
        kind: "requestId",
        rank: extra - 1000,
        isCanonical: folded === "requestid",
        idForm: "hex",
      };
    const exact = usual.get(name.length === 1 ? name : folded);
    if (exact !== undefined || !name.includes(".")) return exact;
    if (foreign.test(name)) return undefined;
    const parts = name.split(".");
    for (const length of [2, 1]) {
      const tail = parts.slice(-length).join(".");
      const found = tail === name ? undefined : this.find(tail);
      if (found !== undefined && nestable.has(found.kind)) {
        return { ...found, rank: found.rank + nestedPenalty, isCanonical: false };
      }
    }
    return undefined;
  }
}

/** "X-Request-ID", "request.id" and "requestId" are one name. */
export function foldName(name: string): string {
  return name.replace(/[-_. ]/g, "").toLowerCase();
}

const usual = new Map<string, Role>();
for (const kind of roleKinds) {
  names[kind].split(/\s+/).forEach((name, rank) => {
    const key = name.length === 1 ? name : foldName(name);
    if (!usual.has(key))
      usual.set(key, {
        kind,
        rank,
        isCanonical: key === kind.toLowerCase(),
        idForm: key === "b3" ? "header" : decimalNames.has(key) ? "decimal" : "hex",
      });
  });
}
