// Places in source files as texts name them: `path:line[:column]`, `path(line,column)`, `"path", line N`,
// `path on line N`. Found from the line number backwards, so that the search is linear.

export interface Location {
  /** As written, without `file://` and bundlers' schemes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based; 0 when not said. */
  readonly column: number;
  /** Offsets of the location in the text, for making it a link. */
  readonly start: number;
  readonly end: number;
}

/** Longest path that is looked for (characters). */
const maxPathLength = 500;

const extensions = new Set(
  `py pyi pyx js jsx ts tsx mjs cjs mts cts vue svelte astro java kt kts scala groovy clj cljs go rs cs fs
  vb cshtml razor rb erb rake ru php phtml ex exs eex heex erl c cc cpp cxx h hh hpp m mm swift dart lua pl
  pm sh bash sql html css scss less json jsonc yaml yml toml xml md proto graphql tf hs ml zig nim jl r ipynb
  gradle ini cfg conf env`.split(/\s+/),
);

/** All places named in a text, in its order; at most `limit`. */
export function findLocations(text: string, limit = 200): Location[] {
  const found: Location[] = [];
  const places =
    /\.([A-Za-z]\w{0,7})(?::(\d{1,7})(?::(\d{1,6}))?(?![\w:]|\.\d)|:(\d{1,7}):(?!\d)|\((\d{1,7})(?:[,:] ?(\d{1,6}))?\)|["']?,? (?:on )?line (\d{1,7}))/g;
  for (let match = places.exec(text); match !== null; match = places.exec(text)) {
    const extension = match[1] ?? "";
    if (!extensions.has(extension.toLowerCase())) continue;
    const start = pathStart(text, match.index);
    const raw = text.slice(start, match.index + 1 + extension.length);
    if (start === match.index || isWebAddress(raw)) continue;
    const line = Number(match[2] ?? match[4] ?? match[5] ?? match[7]);
    if (line === 0) continue;
    const column = Number(match[3] ?? match[6] ?? 0);
    const end = match.index + match[0].length - (match[4] === undefined ? 0 : 1);
    found.push({ file: cleanPath(raw), line, column, start, end });
    if (found.length >= limit) break;
  }
  return found;
}

/** `path:line[:column]` that fills the text from its start to its end; undefined when it does not. */
export function splitLocation(
  text: string,
): { readonly file: string; readonly line: number; readonly column: number } | undefined {
  const match = /:(\d{1,7})(?::(\d{1,6}))?$/.exec(text.slice(-16));
  if (match === null) return undefined;
  const file = text.slice(0, text.length - match[0].length);
  const line = Number(match[1]);
  // `10:00:00` and `localhost:8080` are not places.
  if (line === 0 || file.length > maxPathLength || !/[./\\<]|^\w+:/.test(file)) return undefined;
  return { file: cleanPath(file), line, column: Number(match[2] ?? 0) };
}

/** Takes off `file://`, bundlers' schemes, the host of a local dev server and what follows `?`. */
export function cleanPath(file: string): string {
  let path = file;
  if (path.startsWith("file://")) {
    path = decode(path.slice("file://".length)).replace(/^\/([A-Za-z]:[\\/])/, "$1");
  } else if (/^webpack(?:-internal)?:\/\//.test(path)) {
    path = path.replace(/^webpack(?:-internal)?:\/\/(?:\/|[^/]*\/)?(?:\([\w-]+\)\/)?/, "");
  } else {
    path = path.replace(
      /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/@fs(?=\/))?/,
      "",
    );
  }
  if (path !== file) path = path.replace(/\?.*$/, "");
  return path.startsWith("./") ? path.slice(2) : path;
}

export const isWebAddress = (path: string): boolean =>
  /^(?!file:|webpack)[a-z][a-z+.-]*:\/\//i.test(path) && cleanPath(path) === path;

/** Walks back over what may be in a path; spaces only where a quote or parenthesis opened it. */
function pathStart(text: string, end: number): number {
  const lowest = Math.max(0, end - maxPathLength);
  let i = end;
  while (i > lowest && isPathCharacter(text.charCodeAt(i - 1))) i--;
  // `C:\…` and `file://…`: a colon inside belongs to the path only there.
  if (text.charCodeAt(i - 1) === 58) {
    const scheme = /(?:^|[^\w])([A-Za-z][\w+.-]{0,20}):$/.exec(text.slice(Math.max(0, i - 24), i));
    const next = text.slice(i, i + 2);
    if (scheme?.[1] !== undefined) {
      if (scheme[1].length === 1 && /^[\\/]/.test(next)) return i - 2;
      if (next === "//") return i - 1 - scheme[1].length;
    }
    // `http://localhost:5173/src/a.ts`: the colon is the port's.
    const before = text.slice(Math.max(0, i - 80), i);
    const web = /(?:^|[^\w])([a-z][a-z+.-]*:\/\/[\w.-]+:)$/i.exec(before);
    if (web?.[1] !== undefined && /^\d+\//.test(text.slice(i, i + 6))) return i - web[1].length;
  }
  if (text.charCodeAt(i - 1) !== 32) return i;
  const opening = Math.max(text.lastIndexOf('"', i), text.lastIndexOf("(", i));
  const quoted = text.slice(opening + 1, i);
  const looksQuoted =
    opening >= lowest && /^(?:[A-Za-z]:)?[\\/~.]/.test(quoted) && !/[\n"'()]/.test(quoted);
  return looksQuoted ? opening + 1 : i;
}

function isPathCharacter(code: number): boolean {
  if (code >= 48 && code <= 57) return true;
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 127) return true;
  // / \ . - _ @ + ~ $ % [ ] (Next.js routes)  # =
  return "/\\.-_@+~$%[]#=".includes(String.fromCharCode(code));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % is part of the name
  }
}
