// Whether a literal stands in a call that logs, told by the names before the brackets around it.

export interface LogCall {
  /** As records have it ("WARN"), where the call names it. */
  readonly level?: string;
  /** Offset of its first name. */
  readonly at: number;
}

/** How far before its text a call may begin: other arguments (an object of fields) may stand between. */
const maxCallLength = 400;
/** `log.error(format("…"))`: brackets around a literal that are looked at. */
const maxDepth = 3;

/** The innermost call around the literal at `start` that looks like logging. */
export function logCallAround(text: string, start: number): LogCall | undefined {
  const direct = logCallAt(text, start); // `logger.info "…"`, `raise "…"`
  if (direct !== undefined) return direct;
  const limit = Math.max(0, start - maxCallLength);
  let depth = 0;
  let found = 0;
  for (let at = start - 1; at >= limit && found < maxDepth; at--) {
    const character = text.charCodeAt(at);
    if (character === closing) depth++;
    else if (character === semicolon && depth === 0) return undefined;
    else if (character === opening || character === openingBrace) {
      if (character === opening && depth > 0) depth--;
      else if (depth === 0) {
        const call = logCallAt(text, at);
        if (call !== undefined) return call;
        if (character === opening) found++;
      }
    }
  }
  return undefined;
}

const [opening, closing, openingBrace, semicolon] = [40, 41, 123, 59];

interface Callee {
  /** The names before an offset, arguments left out: `log.With.Info` of `log.With(a).Info(`. */
  readonly names: readonly string[];
  readonly start: number;
}

function calleeBefore(text: string, end: number): Callee {
  let at = end - 1;
  while (at >= 0 && isBlank(text.charCodeAt(at))) at--;
  const limit = Math.max(0, end - maxCallLength);
  let callee = "";
  while (at >= limit) {
    const last = at;
    while (at >= limit && isPartOfName(text.charCodeAt(at))) at--;
    callee = text.slice(at + 1, last + 1) + callee;
    if (text.charCodeAt(at) !== closing || !/^[.:\-?]/.test(callee)) break;
    at = openingOf(text, at, limit) - 1; // the arguments of the call before it in a chain
  }
  return { names: callee.split(/\W+/).filter((name) => name !== ""), start: at + 1 };
}

/** Names, and what joins them: `a.b`, `a::b!`, `$a->b`, `a?.b`. */
function isPartOfName(code: number): boolean {
  return (
    (code >= 48 && code <= 58) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 36 ||
    code === 46 ||
    code === 33 ||
    code === 45 ||
    code === 62 ||
    code === 63
  );
}

const isBlank = (code: number) => code === 32 || code === 9 || code === 10 || code === 13;

function openingOf(text: string, end: number, limit: number): number {
  let depth = 0;
  for (let at = end; at >= limit; at--) {
    const code = text.charCodeAt(at);
    if (code === closing) depth++;
    else if (code === opening && --depth === 0) return at;
  }
  return limit;
}

/** Functions that write a line by themselves, or make an error whose text is logged. */
const writer =
  /^(?:log|print|println|eprintln|eprint|printf|puts|echo|warn|warning|error|info|debug|trace|fatal|panic|raise|throw|nslog|syslog|error_log|fprintf|fputs|die|\w*error|\w*exception|errorf)$/i;
const loggerName =
  /^(?!dialog|catalog|backlog|blog)(?:\w*log\w*|l|console|zap|sugar|tracing|fmt|stdout|stderr|out|err|std|errors)$/i;

const levels: Readonly<Record<string, string>> = {
  trace: "TRACE",
  verbose: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  information: "INFO",
  log: "INFO",
  notice: "INFO",
  warn: "WARN",
  warning: "WARN",
  error: "ERROR",
  err: "ERROR",
  exception: "ERROR",
  critical: "FATAL",
  fatal: "FATAL",
  panic: "FATAL",
};

/** The call whose bracket, or whose first argument, is at `end`. */
function logCallAt(text: string, end: number): LogCall | undefined {
  const { names, start } = calleeBefore(text, end);
  const last = names.at(-1);
  if (last === undefined) return undefined;
  const isLogging =
    writer.test(last) ||
    names.slice(0, -1).some((name) => loggerName.test(name)) ||
    /\b(?:raise|throw|throw new)\s+$/.test(text.slice(Math.max(0, start - 12), start));
  if (!isLogging) return undefined;
  const level = names.map(levelOf).findLast((found) => found !== undefined);
  return { at: start, ...(level === undefined ? {} : { level }) };
}

/** `LogWarning`, `warnf`, `Infow`, `InfoContext` name a level, too. */
function levelOf(name: string): string | undefined {
  const plain = name.toLowerCase();
  return (
    levels[plain] ?? levels[plain.replace(/^log/, "").replace(/(?:f|w|ln|ctx|context|async)$/, "")]
  );
}
