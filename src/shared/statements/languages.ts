// How string literals are written in the languages that apps are written in. Only what is needed to find
// them: where comments end, which quotes there are, and what inside one is put in at run time.

/** One way to write a string. */
export interface Quote {
  readonly open: string;
  readonly close: string;
  /** A backslash keeps the next character from ending it. */
  readonly hasEscapes: boolean;
  /** May go on over line ends; else an unclosed one was no string (an apostrophe, a regular expression). */
  readonly isMultiLine: boolean;
  /** An opening bracket of an expression whose own quotes do not end the string: `${`, `{`, `#{`, `\(`. */
  readonly expression?: string;
}

export interface Language {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  /** Longer openings first. */
  readonly quotes: readonly Quote[];
  /** Characters in single quotes, and lifetimes: a text is never in them. */
  readonly hasCharacters: boolean;
  /** What joins two strings, besides standing side by side. */
  readonly joiner: string;
}

const quote = (open: string, more: Partial<Omit<Quote, "open">> = {}): Quote => ({
  open,
  close: open,
  hasEscapes: true,
  isMultiLine: false,
  ...more,
});

const double = quote('"');
const single = quote("'");
const tripleDouble = quote('"""', { isMultiLine: true });
const tripleSingle = quote("'''", { isMultiLine: true });
const slashes = {
  lineComments: ["//"],
  blockComments: [["/*", "*/"]],
  joiner: "+",
} as const satisfies Partial<Language>;
const hashes = {
  lineComments: ["#"],
  blockComments: [],
  joiner: "+",
} as const satisfies Partial<Language>;

const javascript: Language = {
  ...slashes,
  quotes: [double, single, quote("`", { isMultiLine: true, expression: "${" })],
  hasCharacters: false,
};
const python: Language = {
  ...hashes,
  quotes: [
    ...["f", "rf", "fr"].flatMap((prefix) => [
      quote(`${prefix}"""`, { close: '"""', isMultiLine: true, expression: "{" }),
      quote(`${prefix}'''`, { close: "'''", isMultiLine: true, expression: "{" }),
      quote(`${prefix}"`, { close: '"', expression: "{" }),
      quote(`${prefix}'`, { close: "'", expression: "{" }),
    ]),
    tripleDouble,
    tripleSingle,
    double,
    single,
  ],
  hasCharacters: false,
};
const go: Language = {
  ...slashes,
  quotes: [double, quote("`", { isMultiLine: true, hasEscapes: false })],
  hasCharacters: true,
};
const jvm: Language = {
  ...slashes,
  quotes: [tripleDouble, quote('"', { expression: "${" })],
  hasCharacters: true,
};
const csharp: Language = {
  ...slashes,
  quotes: [
    tripleDouble,
    quote('$@"', { close: '"', hasEscapes: false, isMultiLine: true, expression: "{" }),
    quote('@$"', { close: '"', hasEscapes: false, isMultiLine: true, expression: "{" }),
    quote('@"', { close: '"', hasEscapes: false, isMultiLine: true }),
    quote('$"', { close: '"', expression: "{" }),
    double,
  ],
  hasCharacters: true,
};
const rust: Language = {
  ...slashes,
  quotes: [
    quote('r#"', { close: '"#', hasEscapes: false, isMultiLine: true }),
    quote('"', { isMultiLine: true }),
  ],
  hasCharacters: true,
};
const ruby: Language = {
  ...hashes,
  quotes: [quote('"', { expression: "#{" }), single],
  hasCharacters: false,
};
const php: Language = {
  lineComments: ["//", "#"],
  blockComments: [["/*", "*/"]],
  joiner: ".",
  quotes: [quote('"', { isMultiLine: true }), quote("'", { isMultiLine: true })],
  hasCharacters: false,
};
const c: Language = { ...slashes, quotes: [double], hasCharacters: true };
const swift: Language = {
  ...slashes,
  quotes: [tripleDouble, quote('"', { expression: "\\(" })],
  hasCharacters: false,
};
const shell: Language = { ...hashes, quotes: [double, single], hasCharacters: false };

const byExtension: Readonly<Record<string, Language>> = {
  ...all(javascript, "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte"),
  ...all(python, "py", "pyi"),
  ...all(go, "go"),
  ...all(jvm, "java", "kt", "kts", "scala", "groovy"),
  ...all(csharp, "cs"),
  ...all(rust, "rs"),
  ...all(ruby, "rb", "ex", "exs"),
  ...all(php, "php"),
  ...all(c, "c", "h", "cc", "cpp", "cxx", "hpp", "m", "mm", "dart"),
  ...all(swift, "swift"),
  ...all(shell, "sh", "bash", "pl"),
};

/** Of the files in which statements are looked for, without the dot. */
export const sourceExtensions: readonly string[] = Object.keys(byExtension);

/** `undefined` for a file that is not known to be source. */
export function languageOf(path: string): Language | undefined {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : byExtension[extension];
}

function all(language: Language, ...extensions: readonly string[]): Record<string, Language> {
  return Object.fromEntries(extensions.map((extension) => [extension, language]));
}
