// The lines of Rust's tracing: `  INFO span{a=1}:inner{b=2}: target: msg k=v`, behind a time.

import { levelPattern as level, withAttributes, withLevel, type Header } from "./header";

const tracingHead = new RegExp(`^ +(${level}) (?=[\\w:.{-]{1,200}[:{])`);

/** What stands behind the time; undefined when it is another format. */
export function readRustTracing(text: string): Header | undefined {
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
