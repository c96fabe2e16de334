// Headers that go on after a time: one reader a format, tried in order. Every pattern is anchored and its
// parts bounded, so that a hostile line costs linear time.

import {
  clientOf,
  isLevelWord,
  levelPattern as level,
  methods,
  millis,
  requestOf,
  withAttributes,
  withLevel,
  withStatus,
  type Header,
} from "./header";

/** Reads what follows a time in a line; undefined when it is another format. */
type Reader = (text: string) => Header | undefined;

/** The header behind a time; a plain message when no format fits. */
export function readAfterTime(text: string): Header {
  for (const read of readers) {
    const header = read(text);
    if (header !== undefined) return header;
  }
  return { rest: text.replace(/^(?: - |[:\s|])+/, "") };
}

function reader(
  source: string,
  read: (match: string[], rest: string) => Header | undefined,
): Reader {
  const pattern = new RegExp(`^${source}`);
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    return read(
      match.map((group: string | undefined) => group ?? ""),
      text.slice(match[0].length),
    );
  };
}

const readers: readonly Reader[] = [
  // sanic's access log: ` - (sanic.access)[INFO][127.0.0.1:59076]: GET http://… 200 829`
  reader(
    String.raw` - \(([\w.]{1,100})\)\[(\w{1,12})\]\[([^\]]{0,100}\]?[^\]]{0,20})\]: +`,
    ([, logger = "", word, client = ""], rest) => {
      const header: Header = { logger, rest };
      const access = readAccess(rest);
      withAttributes(header, { ...clientOf(client), ...access?.attributes });
      return withLevel(header, word);
    },
  ),
  readDashes,
  // loguru: ` | INFO     | mod:func:12 - msg`
  reader(
    String.raw` \| (${level}|\w{3,12}) *\| (?:([\w.<>/-]{1,200}):([\w<>.-]{1,100}):(\d{1,7}) - )?`,
    ([, word, logger = "", name = "", line = ""], rest) => {
      const header: Header = { rest };
      if (logger !== "") Object.assign(header, { logger, function: name });
      if (line !== "" && logger !== "__main__") {
        // A Python module's file is its dotted name as a path.
        header.file = `${logger.replaceAll(".", "/")}.py`;
        header.line = Number(line);
      } else if (line !== "") withAttributes(header, { lineno: Number(line) });
      return withLevel(header, word);
    },
  ),
  // nginx's error log: ` [error] 12#12: *34 msg, client: 1.2.3.4, request: "…"`
  reader(
    String.raw` \[(\w{3,9})\] (\d{1,10})#(\d{1,10}): (?:\*(\d{1,20}) )?`,
    ([, word, pid, , connection = ""], rest) => {
      const header: Header = { logger: "nginx", rest };
      const facts = [
        ...rest.matchAll(
          /, (client|server|request|upstream|host|referrer): ("[^"]{0,4000}"|[^,]{0,500})/g,
        ),
      ];
      const named = Object.fromEntries(
        facts.map((fact) => [fact[1] ?? "", (fact[2] ?? "").replace(/^"|"$/g, "")]),
      );
      withAttributes(header, { pid: Number(pid), connection, ...named });
      if (typeof named.request === "string") withAttributes(header, requestOf(named.request));
      return withLevel(header, word);
    },
  ),
  // structlog's console: ` [info     ] event   [logger] key=value`
  reader(String.raw` \[(\w{3,9}) *\] (?!\[)`, ([, word = ""], rest) =>
    isLevelWord(word) ? withLevel({ rest, hasPairs: true }, word) : undefined,
  ),
  // Spring Boot: `  INFO 1 --- [app] [main] c.e.Cls : msg`, Sleuth's `  INFO [app,trace,span] 1 --- …`
  reader(
    String.raw` +(${level}) (?:(\[[\w.,-]{0,200}\]) )?(\d{1,10}) --- ((?:\[[^\]]{0,200}\] ?){0,4})(\S{1,200}) *: `,
    ([, word, sleuth = "", pid, brackets = "", logger = ""], rest) => {
      const names = [...(sleuth + brackets).matchAll(/\[([^\]]*)\]/g)].map((m) =>
        (m[1] ?? "").trim(),
      );
      const thread = names.findLast((name) => !isTraceBracket(name));
      const header: Header = { logger, rest };
      for (const name of names) Object.assign(header, traceBracket(name));
      withAttributes(header, { pid: Number(pid), thread });
      return withLevel(header, word);
    },
  ),
  // Logback's classic: ` [main] INFO c.e.Cls - msg`
  reader(
    String.raw` \[([^\]]{1,100})\] (${level}) +([\w.$\[\]/]{1,200}) -+ `,
    ([, thread, word, logger = ""], rest) =>
      withLevel(withAttributes({ logger, rest }, { thread }), word),
  ),
  // Log4j: ` INFO  [main] Cls: msg`. Python's ` INFO [name] the message` has only a message there.
  reader(
    String.raw` (${level}) +\[([^\]]{1,100})\] ([\w.$/]{1,200}(?=: | - )|[\w$/]{1,100}\.[\w.$/]{1,100}(?= )):? (?:- )?`,
    ([, word, thread, logger = ""], rest) =>
      withLevel(withAttributes({ logger, rest }, { thread }), word),
  ),
  // Go's log package: ` file.go:12: msg`
  reader(String.raw` ([\w./-]{1,300}\.go):(\d{1,7}): `, ([, file = "", line], rest) => ({
    file,
    line: Number(line),
    rest,
  })),
  readTabs,
  // zerolog's console: ` INF main.go:3 > msg k=v`
  reader(
    String.raw` (TRC|DBG|INF|WRN|ERR|FTL|PNC) (?:([\w./-]{1,300}):(\d{1,7}) > )?`,
    ([, word, file = "", line], rest) =>
      withLevel(
        { rest, hasPairs: true, ...(file === "" ? {} : { file, line: Number(line) }) },
        word,
      ),
  ),
  readRustTracing,
  // MySQL: ` 0 [Warning] [MY-1] [Server] msg`
  reader(
    String.raw` (\d{1,20}) \[(\w{3,9})\] \[(MY-\d{1,9})\] \[([\w -]{1,40})\] `,
    ([, thread, word, code, logger = ""], rest) =>
      withLevel(withAttributes({ logger, rest }, { thread: Number(thread), code }), word),
  ),
  // PostgreSQL: ` [12] ERROR:  msg`
  reader(
    String.raw` \[(\d{1,10})\] (?:([\w.-]{1,64})@([\w.-]{1,64}) )?(LOG|DEBUG\d?|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|STATEMENT|CONTEXT):\s+`,
    ([, pid, user, database, word = ""], rest) =>
      withLevel(
        withAttributes({ rest }, { pid: Number(pid), user, database }),
        word.replace(/\d$/, ""),
      ),
  ),
  (text) => {
    const access = /^ ?(?=[A-Z])/.test(text) ? readAccess(text.trimStart()) : undefined;
    return access && withStatus(access, Number(access.attributes?.status));
  },
  // Heroku: ` app[web.1]: msg`
  reader(String.raw` (app|heroku)\[([\w.-]{1,60})\]: `, ([, service = "", process], rest) =>
    withAttributes({ service, rest, isWrapper: true }, { process }),
  ),
  // Monolog: ` app.ERROR: msg {"k":1} []`
  reader(String.raw` ([\w-]{1,60})\.(${level}|EMERGENCY|ALERT): `, ([, logger = "", word], rest) =>
    withLevel({ logger, rest }, word),
  ),
  // PHP: ` PHP Fatal error:  msg in /p/f.php on line 12`
  reader(
    String.raw` PHP (Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated|Strict Standards): +`,
    ([, kind = ""], rest) =>
      withLevel({ rest }, /error/.test(kind) ? "ERROR" : kind === "Warning" ? "WARN" : "NOTICE"),
  ),
  // Django's development server: ` "GET / HTTP/1.1" 200 12`
  reader(
    String.raw` "([^"]{0,8000})" (\d{3}) (\d{1,15}|-)`,
    ([whole = "", request = "", status, bytes], rest) =>
      withStatus(
        withAttributes(
          { rest: whole.trim() + rest },
          { ...requestOf(request), status: Number(status), bytes: bytesOf(bytes) },
        ),
        Number(status),
      ),
  ),
  readGeneric,
  // journalctl and syslog files: ` host unit[12]: msg`
  reader(
    String.raw` ([\w.-]{1,255}) ([\w./@-]{1,100})(?:\[(\d{1,10})\])?: `,
    ([, host, service = "", pid = ""], rest) =>
      withAttributes(
        { service, rest, isWrapper: true },
        { host, pid: pid === "" ? undefined : Number(pid) },
      ),
  ),
];

/** ` - 89195 - INFO - main - msg`: digits are the pid, a level word the level, another word the logger. */
function readDashes(text: string): Header | undefined {
  const header: Header = { rest: "" };
  let at = 0;
  const segment = / - ([\w.$<>:/-]{1,200})(?= - )/y;
  for (let count = 0; count < 4; count++) {
    segment.lastIndex = at;
    const word = segment.exec(text)?.[1];
    if (word === undefined) break;
    if (/^\d{1,10}$/.test(word)) {
      if (header.attributes !== undefined) break;
      header.attributes = { pid: Number(word) };
    } else if (header.level === undefined && isLevelWord(word)) withLevel(header, word);
    else if (header.logger === undefined) header.logger = word;
    else break;
    at = segment.lastIndex;
  }
  if (header.level === undefined) return undefined;
  header.rest = text.slice(at + 3);
  return header;
}

/** zap's development console: `\tINFO\tlogger\tcaller\tmsg\t{json}`; logger and caller may be absent. */
function readTabs(text: string): Header | undefined {
  if (!text.startsWith("\t")) return undefined;
  const parts = text.slice(1).split("\t");
  const word = parts.shift()?.trim() ?? "";
  if (!isLevelWord(word)) return undefined;
  const header: Header = { rest: "" };
  if (parts.length > 1 && /^[\w.-]{1,100}$/.test(parts[0] ?? ""))
    header.logger = parts.shift() ?? "";
  const caller = /^([\w./@-]{1,300}\.go):(\d{1,7})$/.exec(parts[0] ?? "");
  if (caller?.[1] !== undefined) {
    header.file = caller[1];
    header.line = Number(caller[2]);
    parts.shift();
  }
  header.rest = parts.join("\t");
  return withLevel(header, word);
}

const tracingHead = new RegExp(`^ +(${level}) (?=[\\w:.{-]{1,200}[:{])`);

/** `  INFO span{a=1}:inner{b=2}: target: msg k=v` */
function readRustTracing(text: string): Header | undefined {
  const match = tracingHead.exec(text);
  if (match === null) return undefined;
  const header: Header = { rest: "", hasPairs: true };
  let rest = text.slice(match[0].length);
  let spans = "";
  for (let depth = 0; depth < 20; depth++) {
    const span =
      /^([\w.-]{1,100})(?:\{([^}]{0,2000})\})?:(?! )/.exec(rest) ??
      /^([\w.-]{1,100})\{([^}]{0,2000})\}: /.exec(rest);
    if (span === null || (span[2] === undefined && rest.startsWith(`${span[1] ?? ""}::`))) break;
    spans += `${spans === "" ? "" : ":"}${span[1] ?? ""}`;
    for (const field of (span[2] ?? "").matchAll(/([\w.]{1,100})=("[^"]*"|\S*)/g)) {
      withAttributes(header, { [field[1] ?? ""]: (field[2] ?? "").replace(/^"|"$/g, "") });
    }
    rest = rest.slice(span[0].length).trimStart();
  }
  const target = /^(\w{1,100}(?:::\w{1,100}){0,10}): /.exec(rest);
  if (target === null && spans === "") return undefined;
  if (target?.[1] !== undefined) header.logger = target[1];
  if (spans !== "") withAttributes(header, { spans });
  header.rest = rest.slice(target?.[0].length ?? 0);
  return withLevel(header, match[1]);
}

const bracket = /\s*\[\s*([^\][]{1,200}?)\s*\]/y;
const bare = new RegExp(`\\s*(?:-\\s+)?(${level})(?=[\\s:\\]|]|$)(?:\\s*[:|]|\\s+-(?=\\s))?`, "y");

/**
 * Brackets and a level in any order: ` [33353] [INFO] msg`, ` INFO [name] [file.py:12] msg`,
 * ` [core:error] [pid 1:tid 2] [client 1.2.3.4:5] msg`, ` ERROR in app: msg`, ` INFO: msg`.
 */
function readGeneric(text: string): Header | undefined {
  const header: Header = { rest: "" };
  let at = 0;
  for (let count = 0; count < 8; count++) {
    bare.lastIndex = bracket.lastIndex = at;
    const word = header.level === undefined ? bare.exec(text) : null;
    if (word !== null) {
      withLevel(header, word[1]);
      at = bare.lastIndex;
      continue;
    }
    const inside = bracket.exec(text)?.[1];
    if (inside === undefined || !takeBracket(header, inside)) break;
    at = bracket.lastIndex;
  }
  if (header.level === undefined) return undefined;
  let rest = text
    .slice(at)
    .replace(/^[\s:|]+/, "")
    .replace(/^-\s+/, "");
  // `ERROR in app: msg` of Flask; `a.b.Cls: msg` and `a.b.Cls - msg`
  const named =
    /^(?:in ([\w.]{1,200}): |([\w$]{1,100}(?:(?:\.|::)[\w$<>]{1,100}){1,10})(?:: | - ))/.exec(rest);
  if (named !== null && header.logger === undefined) {
    header.logger = named[1] ?? named[2] ?? "";
    rest = rest.slice(named[0].length);
  }
  header.rest = rest;
  const access = readAccess(rest);
  if (access?.attributes !== undefined) withAttributes(header, access.attributes);
  return header;
}

/** True when the bracket's text is of a kind that headers have. */
export function takeBracket(header: Header, text: string): boolean {
  if (/^\d{1,10}$/.test(text)) {
    withAttributes(header, { pid: Number(text) });
    return true;
  }
  if (header.level === undefined && isLevelWord(text)) {
    withLevel(header, text);
    return true;
  }
  const module = /^([\w-]{1,60}):(\w{3,9})$/.exec(text);
  if (module?.[2] !== undefined && header.level === undefined && isLevelWord(module[2])) {
    header.logger = module[1] ?? "";
    withLevel(header, module[2]);
    return true;
  }
  const apache = /^(?:pid (\d{1,10})(?::tid (\d{1,20}))?|client (\S{1,100}))$/.exec(text);
  if (apache !== null) {
    withAttributes(header, {
      pid: apache[1] === undefined ? undefined : Number(apache[1]),
      tid: apache[2] === undefined ? undefined : Number(apache[2]),
      ...(apache[3] === undefined ? {} : clientOf(apache[3])),
    });
    return true;
  }
  if (isTraceBracket(text)) {
    Object.assign(header, traceBracket(text));
    return true;
  }
  const place = /^([\w./\\-]{1,300}\.\w{1,8}):(\d{1,7})$/.exec(text);
  if (place?.[1] !== undefined) {
    header.file = place[1];
    header.line = Number(place[2]);
    return true;
  }
  // A thread or logger name stands beside a level, not alone: "[cache] warm" is a message.
  if (header.level === undefined || header.logger !== undefined) return false;
  if (!/^[\w.$:<>-]{1,200}$/.test(text)) return false;
  header.logger = text;
  return true;
}

/** Sleuth's and Micrometer's `[app,trace,span]`, `[trace-span]`. */
function traceBracket(text: string): Pick<Header, "traceId" | "spanId" | "service"> {
  const match = /^(?:([\w.-]{0,100}),)?\s*([0-9a-f]{16,32})[,-]\s*([0-9a-f]{16})(?:,|$)/.exec(text);
  if (match === null) return {};
  return {
    traceId: match[2] ?? "",
    spanId: match[3] ?? "",
    ...(match[1] ? { service: match[1] } : {}),
  };
}
const isTraceBracket = (text: string) =>
  /^(?:[\w.-]{0,100},\s*)?[0-9a-f]{16,32}[,-]\s*[0-9a-f]{16}(?:,\w*){0,2}$/.test(text) ||
  /^[\w.-]{0,100},,(?:,|$)/.test(text) ||
  text === "";

const access = new RegExp(
  String.raw`^(?:([\d.:a-fA-F[\]]{2,60}|\w{4}unx) )?(?:- )?"?(${methods}) (\S{1,8000})(?: (HTTP\/[\d.]{1,5})"?)? +(?:\[(\d{3})\]|(\d{3})(?= |$))(?: ([A-Z][A-Za-z' -]{0,40}))?(?: (\d{1,15}|-|-1|None|chunked)(?= |$))?(?: +(?:in )?([\d.]{1,20} ?(?:ms|s|µs|us|ns))(?= |$))?(?: - (\d{1,15}|-))?\s*$`,
);

/** One HTTP request and its answer in a line: `GET /posts/45326 [200] 42ms`, `GET / 200 1.234 ms - 12`. */
export function readAccess(text: string): Header | undefined {
  if (text.length > 10_000) return undefined;
  const match = access.exec(text.trimStart());
  if (match === null) return undefined;
  const [, client, method, url, protocol, boxed, plain, , bytes, took, morganBytes] = match;
  return withAttributes(
    { rest: text },
    {
      ...(client === undefined ? {} : clientOf(client)),
      method,
      url,
      protocol,
      status: Number(boxed ?? plain),
      bytes: bytesOf(bytes ?? morganBytes),
      took_ms: millis(took),
    },
  );
}

/** A number where it is one; `-` of the common log format is none sent. */
export function bytesOf(text: string | undefined): number | string | undefined {
  if (text === undefined || text === "") return undefined;
  if (text === "-") return 0;
  return /^-?\d+$/.test(text) ? Number(text) : text;
}
