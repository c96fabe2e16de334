// The words of a query that rows mark: bare words and phrases and those of `message:`, not the negated ones.

import { queryPieces } from "./highlightQuery";

/** In lower case, as rows are searched. */
export function searchedWords(query: string): string[] {
  const words: string[] = [];
  let isNegated = false;
  let field = "";
  for (const { kind, text } of queryPieces(query)) {
    if (kind === "space") continue;
    if (kind === "field") {
      field = text.slice(0, -1);
      continue;
    }
    if (kind === "operator") {
      isNegated = text === "NOT" || text === "-" || text === "!" || (isNegated && text === "(");
      continue;
    }
    const isOfMessage = field === "" || field === "message";
    if (isOfMessage && !isNegated && kind !== "regex") words.push(plain(text));
    isNegated = false;
    field = "";
  }
  return words.flatMap((word) => word.split(/[*?]+/)).filter((word) => word.length > 1);
}

function plain(text: string): string {
  const inner = /^"(.*?)"?$/su.exec(text)?.[1] ?? text;
  return inner.replace(/\\(.)/gsu, "$1").toLowerCase();
}
