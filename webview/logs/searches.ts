// Saved searches and the history of queries: one menu, and what choosing one does to the panel.

import { batch } from "@preact/signals";
import { lastMs, lastText, type SavedSearch } from "../../src/shared/savedSearches";
import { type MenuEntry, openMenu } from "../lib/menu";
import type { LogsModel } from "./model";
import { wholeQuery } from "./selection";

const shownHistory = 12;

export async function openSearchesMenu(model: LogsModel, at: Element | MouseEvent): Promise<void> {
  const saved = await model.connection.host.searches();
  openMenu(at, "Saved searches and history", searchesMenu(model, saved));
}

export function searchesMenu(model: LogsModel, saved: readonly SavedSearch[]): MenuEntry[] {
  const { host } = model.connection;
  const history = model.history.peek().slice(0, shownHistory);
  return [
    ...saved.map((search) => ({
      label: search.name,
      icon: "bookmark",
      run: () => applySearch(model, search),
    })),
    ...(saved.length === 0 ? [] : (["separator"] as const)),
    {
      label: "Save This Search…",
      icon: "add",
      run: () => model.outside.tell(host.saveSearch(searchOf(model))),
    },
    {
      label: "Edit Saved Searches",
      icon: "edit",
      isDisabled: saved.length === 0 && !model.canOpenSource.peek(),
      run: () => model.outside.tell(host.openSearches()),
    },
    ...(history.length === 0 ? [] : (["separator"] as const)),
    ...history.map((query) => ({
      label: query,
      icon: "history",
      run: () => {
        model.search(query);
        model.remember(query);
      },
    })),
  ];
}

/** What the panel shows now; toggled levels and services become part of the query. */
export function searchOf(model: LogsModel): Omit<SavedSearch, "name"> {
  const asked = model.asked();
  const columns = model.columns.peek();
  const groupBy = model.grouping.by.peek();
  return {
    query: wholeQuery(asked),
    ...(columns.length === 0 ? {} : { columns }),
    ...(groupBy.length === 0 ? {} : { groupBy }),
    ...(asked.range.kind === "last" ? { last: lastText(asked.range.ms) } : {}),
  };
}

/** Shows exactly what was saved. */
export function applySearch(model: LogsModel, search: SavedSearch): void {
  const ms = search.last === undefined ? undefined : lastMs(search.last);
  batch(() => {
    model.resetFilters();
    model.search(search.query);
    model.remember(search.query);
    model.range.value = ms === undefined ? { kind: "all" } : { kind: "last", ms };
    model.columns.value = search.columns ?? [];
    if (search.groupBy === undefined) model.grouping.close();
    else model.grouping.groupBy(...search.groupBy);
  });
}
