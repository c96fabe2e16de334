// Headers of brackets and a level, in any order and number: ` [33353] [INFO] msg`.

import { readAccess } from "./accessLine";
import {
  clientOf,
  isLevelWord,
  levelPattern as level,
  withAttributes,
  withLevel,
  type Header,
} from "./header";
import { placed } from "./namedHeader";
import { isTraceBracket, traceBracket } from "./traceBracket";

const bracket = /\s*\[([^\][]{1,240})\]/y;
const bare = new RegExp(`\\s*(?:-\\s+)?(${level})(?=[\\s:\\]|]|$)(?:\\s*[:|]|\\s+-(?=\\s))?`, "y");

/**
 * Brackets and a level in any order: ` [33353] [INFO] msg`, ` INFO [name] [file.py:12] msg`,
 * ` [core:error] [pid 1:tid 2] [client 1.2.3.4:5] msg`, ` ERROR in app: msg`, ` INFO: msg`.
 */
export function readBrackets(text: string): Header | undefined {
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
    const inside = bracket.exec(text)?.[1]?.trim();
    if (inside === undefined || inside === "" || !takeBracket(header, inside)) break;
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
    placed(header, place[1], Number(place[2]));
    return true;
  }
  // A thread or logger name stands beside a level, not alone: "[cache] warm" is a message.
  if (header.level === undefined || header.logger !== undefined) return false;
  if (!/^[\w.$:<>-]{1,200}$/.test(text)) return false;
  header.logger = text;
  return true;
}
