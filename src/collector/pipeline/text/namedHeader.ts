// Names, places and levels behind a time, in the orders that apps set up by themselves: Python's format strings,
// Log4j's and Logback's patterns, winston's printf, debug. Each pattern is anchored and its parts bounded.

import {
  isLevelWord,
  levelPattern as level,
  withAttributes,
  withLevel,
  type Header,
} from "./header";

type Read = (text: string) => Header | undefined;

/** The header of a text that goes on after its time; undefined when it is of another form. */
export function readNamed(text: string): Header | undefined {
  for (const read of formsOf(text)) {
    const header = read(text);
    if (header !== undefined) return header;
  }
  return undefined;
}

const levelNext = new RegExp(`^ +${level} `);
/** Behind the level a bracket, or a name and what may follow one: most messages have neither. */
const nameNext = new RegExp(
  `^ +${level}(?: \\(| +\\[| +[\\w$./*-]{1,200}(?:[:(]\\d| \\[| {2}| - ))`,
);
/** A name that a pid, a colon or a level follows. */
const wordNext = /^ [\w$.@/-]{1,200}(?:\[\d|:| +[A-Z])/;
const none: readonly Read[] = [];

/** Few forms begin alike: most lines are none of them, and ask as few patterns as can be. */
function formsOf(text: string): readonly Read[] {
  if (text.charCodeAt(0) === 58 /* : */) return coloned;
  switch (text.charAt(1)) {
    case "{":
      return braced;
    case "[":
      return boxed;
    case "|":
      return barred;
    default:
      if (levelNext.test(text)) return nameNext.test(text) ? levelled : none;
      return wordNext.test(text) ? worded : none;
  }
}

function form(source: string, read: (match: string[], rest: string) => Header | undefined): Read {
  const pattern = new RegExp(`^${source}`);
  return (text) => {
    const match = pattern.exec(text);
    return match === null
      ? undefined
      : read(
          match.map((group: string | undefined) => group ?? ""),
          text.slice(match[0].length),
        );
  };
}

const dotted = String.raw`[\w$]{1,60}(?:\.[\w$*-]{1,60}){1,10}`;
/** Names that are certainly no word of a message: Python's for its processes and threads. */
const worker = String.raw`MainProcess|MainThread|(?:ForkPoolWorker|SpawnProcess|Process|Thread)-\d{1,6}`;
const lowerLevel = "trace|verbose|debug|info|notice|warn|warning|error|crit|alert|emerg|fatal";

const braced: readonly Read[] = [
  // Airflow: ` {scheduler.py:6} WARNING - msg`
  form(
    String.raw` \{([^{}:]{1,300}):(\d{1,7})\} (${level}) -? ?`,
    ([, file = "", line, word], rest) => withLevel({ file, line: Number(line), rest }, word),
  ),
];

const boxed: readonly Read[] = [
  // ` [MainThread  ] [WARNI]  msg`: widths that cut and pad
  form(
    String.raw` \[(?!\d+ *\])([^\][]{1,60}?) *\] ?\[(WARNI|CRITI|${level}) *\] +`,
    ([, thread, word = ""], rest) => withLevel(withAttributes({ rest }, { thread }), uncut(word)),
  ),
  // winston: ` [shop] info: msg`
  form(String.raw` \[([^\][]{1,60})\] (${lowerLevel}): +`, ([, logger = "", word], rest) =>
    withLevel({ logger, rest }, word),
  ),
  // log4js: ` [INFO] cheese - msg`
  form(
    String.raw` \[(${level})\] +(?=[A-Za-z])([\w.$/-]{1,100}) - `,
    ([, word, logger = ""], rest) => withLevel({ logger, rest }, word),
  ),
];

const barred: readonly Read[] = [
  // ` | WARNING  | shop.cart | msg`
  form(String.raw` \| (${level}) *\| ([\w.$-]{1,200}) *\| `, ([, word, logger = ""], rest) =>
    withLevel({ logger, rest }, word),
  ),
];

const coloned: readonly Read[] = [
  // Python: `:WARNING:shop.cart:msg`
  form(String.raw`:(${level}):(?:([\w.]{1,200}):(?! ))?`, ([, word, logger = ""], rest) =>
    withLevel({ ...(logger !== "" && { logger }), rest: rest.trimStart() }, word),
  ),
];

const levelled: readonly Read[] = [
  // pino-pretty: ` INFO (shop/4282 on host): msg`
  form(
    String.raw` (${level}) \(([^()/]{0,60}?)(?:/(\d{1,10}))?(?: on ([\w.-]{1,100}))?\): ?`,
    ([, word, name = "", pid = "", hostname = ""], rest) => {
      const isPid = /^\d{1,10}$/.test(name);
      // `(3/12): step`, `(): done` are words of a message.
      if (isPid ? pid !== "" : name + pid + hostname === "") return undefined;
      const number = isPid ? name : pid;
      const header: Header = { rest };
      if (!isPid && name !== "") header.logger = name;
      withAttributes(header, { pid: number === "" ? undefined : Number(number), hostname });
      return withLevel(header, word);
    },
  ),
  // Log4j: ` INFO  Cart:2 - msg`, ` WARN  file.py:6: msg`, Python's ` WARNING lg.py(6): msg`
  form(
    String.raw` +(${level}) +([\w$./-]{1,200})(?::(\d{1,7})(?: - |: )|\((\d{1,7})\): )`,
    ([, word, name = "", line, other], rest) =>
      withLevel(placed({ rest }, name, Number(line || other)), word),
  ),
  // ` INFO  [main] Cart (Cart.java:2) - msg`
  form(
    String.raw` +(${level}) +\[([^\][]{1,100})\] ([\w.$]{1,200}) \(([\w.$-]{1,200}):(\d{1,7})\) - `,
    ([, word, thread, logger = "", file = "", line], rest) =>
      withLevel(withAttributes({ logger, file, line: Number(line), rest }, { thread }), word),
  ),
  // ` INFO s.Cart [main] msg`
  form(
    String.raw` +(${level}) +(${dotted}) \[([^\][]{1,100})\] `,
    ([, word, logger = "", thread], rest) =>
      withLevel(withAttributes({ logger, rest }, { thread }), word),
  ),
  // ` WARNING  shop.cart       msg`
  form(String.raw` +(${level}) +(${dotted}) {2,}(?=\S)`, ([, word, logger = ""], rest) =>
    withLevel({ logger, rest }, word),
  ),
  // ` INFO  Cart - msg`
  form(
    String.raw` +(${level}) +(?=[A-Z]|\w{1,60}\.)([\w.$/-]{1,100}) - `,
    ([, word, logger = ""], rest) => withLevel({ logger, rest }, word),
  ),
];

const worded: readonly Read[] = [
  // ` shop.cart[5081] WARNING msg`, ` MainProcess WARNING msg`
  form(
    String.raw` (?:(${dotted}|[\w.-]{1,100}(?=\[\d))|(${worker}))(?:\[(\d{1,10})\])? +(${level}):? +`,
    ([, logger = "", process, pid = "", word], rest) =>
      withLevel(
        withAttributes(
          { ...(logger !== "" && { logger }), rest },
          { process, pid: pid === "" ? undefined : Number(pid) },
        ),
        word,
      ),
  ),
  // winston: ` info: msg`
  form(String.raw` (${lowerLevel}): +`, ([, word], rest) => withLevel({ rest }, word)),
];

const debugName = form(
  String.raw` ([a-z@][\w@/-]{0,60}(?::[A-Za-z_][\w@/.-]{0,60}){1,6}) (?=\S)`,
  ([, logger = ""], rest) =>
    isLevelWord(logger.slice(0, logger.indexOf(":")))
      ? undefined
      : withLevel({ logger, rest }, "DEBUG"),
);

/** debug: `2024-01-01T10:00:00.823Z app:cart msg`. Behind a time of another form such a word is the message's. */
export function readDebug(line: string, timeEnd: number): Header | undefined {
  const isItsTime = line.charCodeAt(timeEnd - 1) === 90 && line.charCodeAt(timeEnd - 5) === 46; // .…Z
  return isItsTime ? debugName(line.slice(timeEnd)) : undefined;
}

const uncut = (word: string) =>
  word === "WARNI" ? "WARNING" : word === "CRITI" ? "CRITICAL" : word;

const sourceFile =
  /\.(?:py|pyx|[cm]?[jt]sx?|java|kt|scala|groovy|go|rs|rb|php|cs|fs|cc?|cpp|hh?|hpp|swift|exs?|erl|clj|lua|pl|dart|vue)$/i;

/** What stands before a line's number is a file, or the logger. */
export function placed(header: Header, name: string, line: number): Header {
  if (sourceFile.test(name)) return Object.assign(header, { file: name, line });
  header.logger = name;
  return withAttributes(header, { lineno: line });
}

/** What stands between a time that follows its level, and the message. */
export function readBehindLevel(text: string): Header {
  // Django's verbose format: ` module 4737 140116319049408 msg`
  const verbose = /^ ([\w.]{1,200}) (\d{1,10}) (\d{6,20}) /.exec(text);
  if (verbose !== null) {
    const [whole, logger = "", pid, thread] = verbose;
    return withAttributes({ logger, rest: text.slice(whole.length) }, { pid: Number(pid), thread });
  }
  const named = /^ \[([^\][]{1,100})\] ([\w.$]{1,200}) - /.exec(text);
  if (named !== null) {
    const [whole, thread, logger = ""] = named;
    return withAttributes({ logger, rest: text.slice(whole.length) }, { thread });
  }
  const place = /^ ([\w./-]{1,300}):(\d{1,7}):? /.exec(text);
  if (place?.[1] !== undefined) {
    return placed({ rest: text.slice(place[0].length) }, place[1], Number(place[2]));
  }
  return { rest: text.replace(/^(?: - |[:\s|])+/, "") };
}

const levelAndPlace = new RegExp(
  String.raw`^(?:([\w.]{1,200}):)?([\w./-]{1,300}\.\w{1,6}):(\d{1,7}):? +(?=\S)`,
);

/** `shop.cart:lg.py:6 msg` behind a level that no time precedes. */
export function takePlace(header: Header): void {
  if (!header.rest.includes(":")) return;
  const match = levelAndPlace.exec(header.rest);
  const [whole = "", logger, file = "", line] = match ?? [];
  if (match === null || !sourceFile.test(file)) return;
  if (logger !== undefined) header.logger = logger;
  Object.assign(header, { file, line: Number(line), rest: header.rest.slice(whole.length) });
}
