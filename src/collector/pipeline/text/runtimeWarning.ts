// What runtimes print of themselves on stderr: warnings of Python, Node and PHP.

import { levelPattern as level, withAttributes, withLevel, type Header } from "./header";

const placeFirst = new RegExp(
  String.raw`^([\w./-]{1,300}\.\w{1,6}):(\d{1,7}):(${level}):(?:([\w.]{1,200}):(?! ))?`,
);

export function readRuntimeWarning(line: string): Header | undefined {
  if (line.startsWith("PHP ")) return readPhp(line);
  if (line.includes("Warning: ")) return readPython(line) ?? readNode(line);
  return readPlaceFirst(line);
}

/** `/app/m.py:15: DeprecationWarning: msg` */
function readPython(line: string): Header | undefined {
  const match = /^(\S{1,500}\.py|<\w{1,40}>):(\d{1,7}): (?=[A-Z]\w{0,60}Warning: )/.exec(line);
  if (match?.[1] === undefined) return undefined;
  const header: Header = { rest: line.slice(match[0].length) };
  if (!match[1].startsWith("<")) Object.assign(header, { file: match[1], line: Number(match[2]) });
  return withLevel(header, "WARNING");
}

/** `(node:4072) [DEP0999] DeprecationWarning: msg` */
function readNode(line: string): Header | undefined {
  const match = /^\(node:(\d{1,10})\) (?:\[(\w{1,40})\] )?(?=\w{0,60}Warning: )/.exec(line);
  if (match === null) return undefined;
  const header: Header = { rest: line.slice(match[0].length) };
  return withLevel(withAttributes(header, { pid: Number(match[1]), code: match[2] }), "WARNING");
}

/** `PHP Fatal error:  msg in /p/f.php on line 12` */
export function readPhp(line: string): Header | undefined {
  const match =
    /^PHP (Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated|Strict Standards): +/.exec(
      line,
    );
  const kind = match?.[1];
  if (match === null || kind === undefined) return undefined;
  const word = kind.includes("error") ? "ERROR" : kind === "Warning" ? "WARN" : "NOTICE";
  return withLevel({ rest: line.slice(match[0].length) }, word);
}

/** Python's `m.py:14:WARNING:msg` */
function readPlaceFirst(line: string): Header | undefined {
  const match = placeFirst.exec(line);
  if (match === null) return undefined;
  const [whole, file = "", lineNumber, word, logger] = match;
  const header: Header = { file, line: Number(lineNumber), rest: line.slice(whole.length) };
  if (logger !== undefined) header.logger = logger;
  return withLevel(header, word);
}
