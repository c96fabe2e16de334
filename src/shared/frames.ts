// Frames of stack traces in any text: Python, Node and browsers, Java and Kotlin, Go, Rust, C#, Ruby, PHP,
// Elixir, C and C++ sanitizers; and which of them is the developer's own top frame.

import { cleanPath, findLocations, isWebAddress, splitLocation, type Location } from "./locations";
import { isOwnCode } from "./ownCode";

export interface Frame extends Location {
  /** As the trace names it: "Worker.run", "main.f", "com.acme.Shop$1.pay"; "" when it does not. */
  readonly function: string;
  /** Not in a library or the runtime. */
  readonly isOwn: boolean;
  /** Python writes the oldest call first, all others the newest. */
  readonly isOldestFirst: boolean;
}

/** Frames read of one text: a runaway recursion prints thousands of the same. */
const maxFrames = 500;
/** Longer lines are no frames (characters). */
const maxLineLength = 2000;

/** The frames of a text in the order they are printed; [] when there is no stack trace in it. */
export function readFrames(text: string): Frame[] {
  const frames: Frame[] = [];
  let previous = "";
  for (let start = 0; start <= text.length && frames.length < maxFrames;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = end - start > maxLineLength ? "" : text.slice(start, end).trimEnd();
    const found = line === "" ? undefined : readFrame(line, previous);
    if (found !== undefined) frames.push(placed(found, line, start));
    previous = line;
    start = end + 1;
  }
  return frames;
}

/**
 * The frame to open for a stack: the newest of the developer's own, else the newest that names a file;
 * undefined when the text has no frames.
 */
export function topFrame(text: string): Frame | undefined {
  const frames = readFrames(text);
  const newestFirst = frames[0]?.isOldestFirst === true ? frames.reverse() : frames;
  return newestFirst.find((frame) => frame.isOwn) ?? newestFirst[0];
}

/** The place a record's text points at: the top frame of its stack, else a `path:line` in its first lines. */
export function sourceOfText(text: string): (Location & { readonly function: string }) | undefined {
  const frame = topFrame(text);
  if (frame !== undefined) return frame;
  const [location] = findLocations(text.slice(0, maxLineLength), 1);
  return location === undefined ? undefined : { ...location, function: "" };
}

interface Found {
  /** As written, for finding it in the line. */
  readonly raw: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  readonly isOldestFirst?: boolean;
  /** Elixir: the application the file belongs to. */
  readonly app?: string;
  /** Java prints the file alone; its package says the folder. */
  readonly file?: string;
}

function placed(found: Found, line: string, lineStart: number): Frame {
  const at = Math.max(0, line.lastIndexOf(found.raw));
  const last = String(found.column || found.line);
  const behind = at + found.raw.length;
  const numberAt = line.indexOf(last, behind);
  const numberEnd = numberAt < 0 ? line.length : numberAt + last.length;
  const isInParentheses = line[behind] === "(" && line[numberEnd] === ")"; // `f.php(12)`
  const end = isInParentheses ? numberEnd + 1 : numberEnd;
  const file = found.file ?? cleanPath(found.raw);
  return {
    file,
    line: found.line,
    column: found.column,
    function: found.function,
    isOwn: !isWebAddress(found.raw) && isOwnCode(file, found.function, found.app),
    isOldestFirst: found.isOldestFirst === true,
    start: lineStart + at,
    end: lineStart + end,
  };
}

/** One line, with the one before it: Go and Rust name the function a line ahead of the place. */
function readFrame(line: string, previous: string): Found | undefined {
  const text = line.trimStart();
  if (text.startsWith("at ")) return readAtFrame(line, text.slice(3), previous);
  if (text.includes('File "')) return readPython(text);
  if (text.startsWith("#")) return readNumbered(text);
  const first = line.charCodeAt(0);
  if ((first === 9 || first === 32) && text.includes(".go:")) return readGo(text, previous);
  if (text.includes(":in ")) return readRuby(text);
  if (text.includes("panicked at ")) return readPanic(text);
  if (text.includes(".php")) return readPhp(text);
  if (text.includes(".ex")) return readElixir(text);
  return text.includes("@") ? readFirefox(text) : undefined;
}

/** V8, Java, C# and Rust all say "at". */
function readAtFrame(line: string, text: string, previous: string): Found | undefined {
  const dotnet = / in (.+):line (\d{1,7})$/.exec(text.slice(-maxPathTail));
  if (dotnet?.[1] !== undefined) {
    const name = text.slice(0, text.indexOf(" in ")).replace(/\(.*$/, "");
    return { raw: dotnet[1], line: Number(dotnet[2]), column: 0, function: name };
  }
  if (line.charCodeAt(0) === 32 && text.includes(".rs:")) {
    const place = splitRaw(text);
    const named = /^\s*\d+:\s+(?:0x[\da-f]+ - )?(.+)$/.exec(previous);
    return place && { ...place, function: named?.[1] ?? "" };
  }
  const java = /^([^\s(]+)\(([\w$-]+\.[a-z]{1,7}):(\d{1,7})\)/.exec(text);
  if (java?.[1] !== undefined && java[2] !== undefined) {
    const name = java[1].slice(java[1].lastIndexOf("/") + 1); // without "module@version/"
    return {
      raw: java[2],
      line: Number(java[3]),
      column: 0,
      function: name,
      file: javaFile(name, java[2]),
    };
  }
  return readV8(text);
}
const maxPathTail = 600;

/** `a.b.Cls$In.m` and `Cls.java` → `a/b/Cls.java`: lower-case names lead up to the class. */
function javaFile(name: string, file: string): string {
  const packages = name.split(".").slice(0, -2);
  const upTo = packages.findIndex((part) => /^[A-Z]/.test(part));
  return [...(upTo < 0 ? packages : packages.slice(0, upTo)), file].join("/");
}

function readV8(text: string): Found | undefined {
  const call = text.replace(/^async /, "");
  if (call.includes("(eval at ")) {
    const inner = /\(([^()\s]+):(\d{1,7}):(\d{1,6})\)/.exec(call);
    if (inner?.[1] === undefined) return undefined;
    const [, raw, line, column] = inner;
    return { raw, line: Number(line), column: Number(column), function: "eval" };
  }
  if (!call.endsWith(")")) {
    const place = splitRaw(call);
    return place && { ...place, function: "" };
  }
  const open = call.lastIndexOf(" (");
  const place = open < 0 ? undefined : splitRaw(call.slice(open + 2, -1));
  return place && { ...place, function: call.slice(0, open).replace(/^new /, "") };
}

function readPython(text: string): Found | undefined {
  const match = /^(?:[|+ ]*)File "([^"]+)", line (\d{1,7})(?:, in (.+))?$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const [, raw, line, name = ""] = match;
  return { raw, line: Number(line), column: 0, function: name, isOldestFirst: true };
}

/** `#0 /p/f.php(12): C->m()` of PHP, `#0 0x4 in f /p/f.c:12:3` of the sanitizers, gdb's `#0 f () at f.c:12`. */
function readNumbered(text: string): Found | undefined {
  const php = /^#\d+ ([^()]+)\((\d{1,7})\)(?:: (.*))?$/.exec(text);
  if (php?.[1] !== undefined) {
    return {
      raw: php[1],
      line: Number(php[2]),
      column: 0,
      function: (php[3] ?? "").replace(/\(.*$/, ""),
    };
  }
  const native = /^#\d+ +(?:0x[\da-f]+ in )?(.*)$/.exec(text);
  const place = native?.[1] === undefined ? undefined : splitRaw(native[1]);
  if (native?.[1] === undefined || place === undefined) return undefined;
  const space = place.raw.lastIndexOf(" ");
  const name = place.raw.slice(0, Math.max(0, space)).replace(/(?: at$|\(.*$)/, "");
  return { ...place, raw: place.raw.slice(space + 1), function: name.trim() };
}

function readGo(text: string, previous: string): Found | undefined {
  const match = /^(.+\.go):(\d{1,7})(?: \+0x[\da-f]+)?$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const name = previous.replace(/^created by /, "").replace(/ in goroutine \d+$/, "");
  const open = name.endsWith(")") ? name.lastIndexOf("(") : name.length;
  return {
    raw: match[1],
    line: Number(match[2]),
    column: 0,
    function: /^\s/.test(name) ? "" : name.slice(0, open),
  };
}

/** `f.rb:12:in 'C#m': msg (Err)`, `from f.rb:1:in `<main>'`. */
function readRuby(text: string): Found | undefined {
  const inAt = text.indexOf(":in ");
  const place = splitRaw(text.slice(0, inAt).replace(/^(?:\d+: )?from /, ""));
  const name = /^['`]([^'`]+)'/.exec(text.slice(inAt + 4, inAt + 300));
  if (place === undefined || name === null || !/\.\w+$/.test(place.raw)) return undefined;
  return { ...place, function: name[1] ?? "" };
}

/** Rust's head: `panicked at src/main.rs:2:5:`, before 1.73 `panicked at 'msg', src/main.rs:2:5`. */
function readPanic(text: string): Found | undefined {
  const tail = text.slice(text.lastIndexOf(" ") + 1).replace(/:$/, "");
  const place = tail.includes(".rs:") ? splitRaw(tail) : undefined;
  return place && { ...place, function: "" };
}

/** `… in /p/f.php:12`, `… in /p/f.php on line 12`. */
function readPhp(text: string): Found | undefined {
  const tail = text.slice(-maxPathTail);
  const inAt = tail.lastIndexOf(" in ");
  const match = /^(?: in |thrown in )(.+\.php)(?::| on line )(\d{1,7})$/.exec(
    inAt < 0 ? tail : tail.slice(inAt),
  );
  if (match?.[1] === undefined) return undefined;
  return { raw: match[1], line: Number(match[2]), column: 0, function: "" };
}

/** `(app 0.1.0) lib/f.ex:12: M.f/1` */
function readElixir(text: string): Found | undefined {
  const match = /^(?:\(([\w]+)(?: [^)]*)?\) )?([\w./-]+\.exs?):(\d{1,7}): (.+)$/.exec(text);
  if (match?.[2] === undefined) return undefined;
  const [, app = "", raw, line, name = ""] = match;
  return { raw, line: Number(line), column: 0, function: name, app };
}

/** `fn@http://h/a.js:12:5` of Firefox and Safari. */
function readFirefox(text: string): Found | undefined {
  const mark = text.indexOf("@");
  const place = splitRaw(text.slice(mark + 1));
  if (place === undefined || place.column === 0 || /\s/.test(text)) return undefined;
  return { ...place, function: text.slice(0, mark) };
}

/** As `splitLocation`, with the path as it is written. */
function splitRaw(text: string): { raw: string; line: number; column: number } | undefined {
  const place = splitLocation(text);
  const match = /(?::\d+){1,2}$/.exec(text.slice(-16));
  if (place === undefined || match === null) return undefined;
  const raw = text.slice(0, text.length - match[0].length);
  return { raw, line: place.line, column: place.column };
}
