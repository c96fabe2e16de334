// Colours for the query bar. A scanner of its own, because the text is mostly unfinished while it is typed
// and the parser, rightly, refuses that.

export interface QueryPiece {
  readonly text: string;
  readonly kind: "field" | "operator" | "value" | "number" | "regex" | "word" | "space";
}

const pattern =
  /(?<space>\s+)|(?<regex>(?<=:)\/(?!\/)(?:\\.|[^\\/])*\/?)|(?<value>"(?:\\.|[^"\\])*"?)|(?<field>(?:[\p{L}_@$]|\\.)(?:[\p{L}\p{N}_.@$/-]|\\.)*:(?!\/\/))|(?<operator>(?:AND|OR|NOT|TO)(?![\p{L}\p{N}_])|&&|\|\||[()[\]{}!~]|[<>]=?|(?<![^\s(])[-+])|(?<number>-?\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d)?(?![\p{L}\p{N}_.:-]))|(?<word>(?:\\.|:\/\/|[^\s"()[\]{}~<>:])+:?)|(?<other>.)/gsu;

export function queryPieces(text: string): QueryPiece[] {
  const pieces: QueryPiece[] = [];
  let isAfterField = false;
  for (const match of text.matchAll(pattern)) {
    const kind = kindOf(match.groups ?? {}, isAfterField);
    pieces.push({ text: match[0], kind });
    isAfterField = kind === "field" || (isAfterField && kind === "operator");
  }
  return pieces;
}

function kindOf(groups: Record<string, string | undefined>, isAfterField: boolean) {
  for (const kind of ["space", "regex", "field", "operator", "number", "value"] as const) {
    if (groups[kind] !== undefined) return kind;
  }
  return isAfterField ? "value" : "word";
}
