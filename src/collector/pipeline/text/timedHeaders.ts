// Headers that go on after a time: one reader a format, tried in order. Every pattern is anchored and its
// parts bounded, so that a hostile line costs linear time.

import { bytesOf, readAccess } from "./accessLine";
import { readBrackets } from "./bracketHeader";
import {
  clientOf,
  isLevelWord,
  levelPattern as level,
  requestOf,
  withAttributes,
  withLevel,
  withStatus,
  type Header,
} from "./header";
import { readNamed } from "./namedHeader";
import { readRustTracing } from "./rustTracing";
import { readPhp } from "./runtimeWarning";
import { isTraceBracket, traceBracket } from "./traceBracket";

/** Reads what follows a time in a line; undefined when it is another format. */
type Reader = (text: string) => Header | undefined;

/** The header behind a time; a plain message when no format fits. */
export function readAfterTime(text: string): Header {
  // Python's `%(asctime)s,%(msecs)d` gives the milliseconds twice.
  const isTwice = text.startsWith(",") || text.startsWith(".");
  const plain = isTwice ? text.replace(/^[.,]\d{1,6}(?=\s)/, "") : text;
  for (const read of readersOf(plain)) {
    const header = read(plain);
    if (header !== undefined) return header;
  }
  return { rest: plain.replace(/^(?: - |[:\s|])+/, "") };
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

/**
 * How a text may begin that a reader knows, behind one blank: with a sign, a digit (1), a capital (A), a small
 * letter (a) or a second blank. Of the other texts, which are rare, every reader is asked.
 */
type Starts = string;

const readers: readonly (readonly [Starts, Reader])[] = [
  // sanic's access log: ` - (sanic.access)[INFO][127.0.0.1:59076]: GET http://… 200 829`
  [
    "-",
    reader(
      String.raw` - \(([\w.]{1,100})\)\[(\w{1,12})\]\[([^\]]{0,100}\]?[^\]]{0,20})\]: +`,
      ([, logger = "", word, client = ""], rest) => {
        const header: Header = { logger, rest };
        const access = readAccess(rest);
        withAttributes(header, { ...clientOf(client), ...access?.attributes });
        return withLevel(header, word);
      },
    ),
  ],
  ["-", readDashes],
  // GitHub Actions: ` ##[error]msg`
  [
    "#",
    reader(String.raw` ##\[(debug|notice|warning|error)\]`, ([, word], rest) =>
      withLevel({ rest }, word),
    ),
  ],
  ["[-|{1Aa ", readNamed],
  // loguru: ` | INFO     | mod:func:12 - msg`
  [
    "|",
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
  ],
  // nginx's error log: ` [error] 12#12: *34 msg, client: 1.2.3.4, request: "…"`
  [
    "[",
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
  ],
  // structlog's console: ` [info     ] event   [logger] key=value`
  [
    "[",
    reader(String.raw` \[(\w{3,9}) *\] (?!\[)`, ([, word = ""], rest) =>
      isLevelWord(word) ? withLevel({ rest, hasPairs: true }, word) : undefined,
    ),
  ],
  // Spring Boot: `  INFO 1 --- [app] [main] c.e.Cls : msg`, Sleuth's `  INFO [app,trace,span] 1 --- …`
  [
    "A ",
    reader(
      String.raw` +(${level}) (?:(\[[\w.,-]{0,200}\]) )?(\d{1,10}) --- ((?:\[[^\]]{0,200}\] ?){0,4})(\S{1,200}) *:(?: |$)`,
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
  ],
  // Logback's classic: ` [main] INFO c.e.Cls - msg`
  [
    "[",
    reader(
      String.raw` \[([^\]]{1,100})\] (${level}) +([\w.$\[\]/]{1,200}) -+ `,
      ([, thread, word, logger = ""], rest) =>
        withLevel(withAttributes({ logger, rest }, { thread }), word),
    ),
  ],
  // Log4j: ` INFO  [main] Cls: msg`. Python's ` INFO [name] the message` has only a message there.
  [
    "A",
    reader(
      String.raw` (${level}) +\[([^\]]{1,100})\] ([\w.$/]{1,200}(?=: | - )|[\w$/]{1,100}\.[\w.$/]{1,100}(?= )):? (?:- )?`,
      ([, word, thread, logger = ""], rest) =>
        withLevel(withAttributes({ logger, rest }, { thread }), word),
    ),
  ],
  // Go's log package: ` file.go:12: msg`
  [
    "-1Aa",
    reader(String.raw` ([\w./-]{1,300}\.go):(\d{1,7}): `, ([, file = "", line], rest) => ({
      file,
      line: Number(line),
      rest,
    })),
  ],
  ["", readTabs],
  // zerolog's console: ` INF main.go:3 > msg k=v`
  [
    "A",
    reader(
      String.raw` (TRC|DBG|INF|WRN|ERR|FTL|PNC) (?:([\w./-]{1,300}):(\d{1,7}) > )?`,
      ([, word, file = "", line], rest) =>
        withLevel(
          { rest, hasPairs: true, ...(file === "" ? {} : { file, line: Number(line) }) },
          word,
        ),
    ),
  ],
  ["A ", readRustTracing],
  // MySQL: ` 0 [Warning] [MY-1] [Server] msg`
  [
    "1",
    reader(
      String.raw` (\d{1,20}) \[(\w{3,9})\] \[(MY-\d{1,9})\] \[([\w -]{1,40})\] `,
      ([, thread, word, code, logger = ""], rest) =>
        withLevel(withAttributes({ logger, rest }, { thread: Number(thread), code }), word),
    ),
  ],
  // PostgreSQL: ` [12] ERROR:  msg`
  [
    "[",
    reader(
      String.raw` \[(\d{1,10})\] (?:([\w.-]{1,64})@([\w.-]{1,64}) )?(LOG|DEBUG\d?|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|STATEMENT|CONTEXT):\s+`,
      ([, pid, user, database, word = ""], rest) =>
        withLevel(
          withAttributes({ rest }, { pid: Number(pid), user, database }),
          word.replace(/\d$/, ""),
        ),
    ),
  ],
  [
    "A",
    (text) => {
      const access = /^ ?(?=[A-Z])/.test(text) ? readAccess(text.trimStart()) : undefined;
      return access && withStatus(access, Number(access.attributes?.status));
    },
  ],
  // Heroku: ` app[web.1]: msg`
  [
    "a",
    reader(String.raw` (app|heroku)\[([\w.-]{1,60})\]: `, ([, service = "", process], rest) =>
      withAttributes({ service, rest, isWrapper: true }, { process }),
    ),
  ],
  // Monolog: ` app.ERROR: msg {"k":1} []`
  [
    "-1Aa",
    reader(
      String.raw` ([\w-]{1,60})\.(${level}|EMERGENCY|ALERT): `,
      ([, logger = "", word], rest) => withLevel({ logger, rest }, word),
    ),
  ],
  // PHP: ` PHP Fatal error:  msg in /p/f.php on line 12`
  ["A", (text) => readPhp(text.slice(1))],
  // Django's development server: ` "GET / HTTP/1.1" 200 12`
  [
    '"',
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
  ],
  ["[-A ", readBrackets],
  // journalctl and syslog files: ` host unit[12]: msg`
  [
    "-1Aa",
    reader(
      String.raw` ([\w.-]{1,255}) ([\w./@-]{1,100})(?:\[(\d{1,10})\])?: `,
      ([, host, service = "", pid = ""], rest) =>
        withAttributes(
          { service, rest, isWrapper: true },
          { host, pid: pid === "" ? undefined : Number(pid) },
        ),
    ),
  ],
];

const allReaders = readers.map(([, read]) => read);
/** Most readers fail at the first character: a line asks those alone that may know its own. */
const readersByStart = new Map(
  ["[", "-", "|", '"', "{", "1", "A", "a", " "].map((start) => [
    start,
    readers.filter(([starts]) => starts.includes(start)).map(([, read]) => read),
  ]),
);

function readersOf(text: string): readonly Reader[] {
  if (text.charCodeAt(0) !== 32) return allReaders;
  return readersByStart.get(startOf(text.charAt(1))) ?? allReaders;
}

function startOf(character: string): string {
  if (character >= "a" && character <= "z") return "a";
  if (character >= "A" && character <= "Z") return "A";
  return character >= "0" && character <= "9" ? "1" : character;
}

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
