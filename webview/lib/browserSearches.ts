// Saved searches of the browser page: it has no workspace, so they are this browser's.

import { type SavedSearch, searchesIn } from "../../src/shared/savedSearches";

const key = "sidelight.searches";

export function storedSearches(): SavedSearch[] {
  try {
    return searchesIn(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    return []; // another program's text under our name
  }
}

/** False when no name was given. */
export function storeSearch(draft: Omit<SavedSearch, "name">): boolean {
  const name = prompt("Name of the search", draft.query)?.trim();
  if (name === undefined || name === "") return false;
  const others = storedSearches().filter((search) => search.name !== name);
  write([...others, { name, ...draft }]);
  return true;
}

/** A page has no editor for them: one is forgotten by its name. */
export function forgetSearch(): void {
  const searches = storedSearches();
  const name = prompt(`Forget which search?\n${searches.map((each) => each.name).join("\n")}`);
  if (name !== null) write(searches.filter((search) => search.name !== name.trim()));
}

const write = (searches: readonly SavedSearch[]) =>
  localStorage.setItem(key, JSON.stringify({ searches }));
