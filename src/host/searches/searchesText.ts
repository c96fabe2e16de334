// The text of `.vscode/sidelight.json`: read with comments, and changed in one place, so that what the team
// wrote around it stays as it is.

import { applyEdits, modify, parse, type ParseError } from "jsonc-parser";
import { type SavedSearch, searchesIn } from "../../shared/savedSearches";

const format = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/** What can be read of it. */
export function searchesOfText(text: string): SavedSearch[] {
  return searchesIn(parse(text, [], { allowTrailingComma: true }));
}

/** With the search in it, in place of one of that name; undefined when the text is no JSON that can be changed. */
export function withSearch(text: string, search: SavedSearch): string | undefined {
  if (text.trim() === "") text = "{}";
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const list: unknown = "searches" in value ? value.searches : undefined;
  if (!Array.isArray(list)) {
    return applyEdits(text, modify(text, ["searches"], [search], format));
  }
  const at = list.findIndex((item: unknown) => nameOf(item) === search.name);
  const path = ["searches", at < 0 ? list.length : at];
  const edits = modify(text, path, search, { ...format, isArrayInsertion: at < 0 });
  return applyEdits(text, edits);
}

const nameOf = (item: unknown) =>
  typeof item === "object" && item !== null && "name" in item ? item.name : undefined;
