// Documents of loggers that put what was logged one level down, brought to what all others send: Serilog's
// and winston's `fields`, Serilog's `exceptions`; and what Filebeat says of a line that it could not read.

import { isPlainObject } from "../../pipeline/parseJson";

export type Document = Readonly<Record<string, unknown>>;

export function flattened(document: Document): Document {
  const { fields, message, agent } = document;
  const isSerilog = typeof document.messageTemplate === "string";
  const isWinston =
    typeof document.severity === "string" && typeof message === "string" && agent === undefined;
  let flat: Record<string, unknown> | undefined;
  if (isPlainObject(fields) && (isSerilog || isWinston)) {
    flat = { ...document };
    delete flat.fields;
    for (const [name, value] of Object.entries(fields)) {
      flat[name in flat ? `fields.${name}` : name] = value;
    }
    if (isWinston && isPlainName(document.source)) {
      flat["service.name"] ??= document.source;
      delete flat.source;
    }
  }
  const exception = exceptionOf(document.exceptions);
  if (exception !== undefined) {
    flat ??= { ...document };
    flat.exception = exception;
    delete flat.exceptions;
  }
  if (isReadFailure(document.error)) {
    flat ??= { ...document };
    flat["filebeat.error"] = document.error.message;
    delete flat.error;
  }
  return flat ?? document;
}

/** What Filebeat's `json.add_error_key` says of a line that is no JSON: no failure of the app. */
function isReadFailure(error: unknown): error is { readonly message: string } {
  return (
    isPlainObject(error) &&
    error.type === "json" &&
    typeof error.message === "string" &&
    error.message.startsWith("Error decoding JSON")
  );
}

/** The outermost of Serilog's list; what caused it stands in its text. */
function exceptionOf(exceptions: unknown): Record<string, string> | undefined {
  if (!Array.isArray(exceptions)) return undefined;
  const known = exceptions.filter(isPlainObject).slice(0, 20);
  const [first] = known;
  if (first === undefined || typeof first.ClassName !== "string") return undefined;
  const text = known
    .map((one, i) => {
      const head = `${textOf(one.ClassName)}: ${textOf(one.Message)}`;
      return `${i === 0 ? "" : " ---> "}${head}\n${textOf(one.StackTraceString)}`;
    })
    .join("\n");
  return { type: first.ClassName, message: textOf(first.Message), stacktrace: text };
}

/** Who logged, where the document has no service of its own: the container's name, the tag, the data stream. */
export function serviceOf(document: Document): string {
  const { container, kubernetes, data_stream: stream } = document;
  const candidates = [
    isPlainObject(container) ? container.name : document["container.name"],
    document.container_name,
    isPlainObject(kubernetes) ? nameInKubernetes(kubernetes) : undefined,
    document["@log_name"],
    isPlainObject(stream) ? stream.dataset : document["data_stream.dataset"],
  ];
  const name = candidates.find(isPlainName);
  return name === undefined || name === "generic" ? "" : name.replace(/^\//, "");
}

function nameInKubernetes({ labels, container, container_name: name }: Document): unknown {
  const app = isPlainObject(labels) ? (labels["app.kubernetes.io/name"] ?? labels.app) : undefined;
  return app ?? (isPlainObject(container) ? container.name : name);
}

/** `logs-shop-default` and `shop-2024.01.31` are of "shop"; "" for what only says that it holds logs. */
export function serviceOfIndex(index: string): string {
  const stream = /^(?:logs|metrics|traces)-([^-]{1,100})-[^-]{1,100}$/.exec(index);
  const name = (stream?.[1] ?? index)
    .replace(/^[.<]+/, "")
    .replace(/[-_.](?:\d{4}[-_.]?\d\d(?:[-_.]?\d\d)?|\d{6}|\{now.{0,40})(?:[-_]\d{1,6})?>?$/, "")
    .replace(/-\d{1,3}\.\d{1,3}\.\d{1,3}$/, "")
    .replace(/[-_.]logs?$/, "");
  const isGeneric =
    /^(?:logs?|logstash|filebeat|fluentd|fluent-?bit|vector|generic|events?|winston|index|app)$/i;
  return isGeneric.test(name) || !isPlainName(name) ? "" : name;
}

const isPlainName = (value: unknown): value is string =>
  typeof value === "string" && /^\/?[\w][\w.:/@-]{0,99}$/.test(value);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
