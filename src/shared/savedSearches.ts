// Searches that a team shares: `.vscode/sidelight.json` in the repository (media/sidelight.schema.json).

export interface SavedSearch {
  /** For people; unique. */
  readonly name: string;
  readonly query: string;
  /** Fields shown as columns. */
  readonly columns?: readonly string[];
  /** Fields that rows are grouped by. */
  readonly groupBy?: readonly string[];
  /** Only what is not older: "15m", "1h", "7d". */
  readonly last?: string;
}

/** A file of more is a mistake, and a menu of more none. */
const maxSearches = 200;
const maxListLength = 20;

/** The searches of a parsed file; what is no search is left out. Of one name the first counts. */
export function searchesIn(value: unknown): SavedSearch[] {
  const list = isObject(value) ? value["searches"] : undefined;
  if (!Array.isArray(list)) return [];
  const found = new Map<string, SavedSearch>();
  for (const item of list.slice(0, maxSearches)) {
    const search = searchIn(item);
    if (search !== undefined && !found.has(search.name)) found.set(search.name, search);
  }
  return [...found.values()];
}

function searchIn(item: unknown): SavedSearch | undefined {
  if (!isObject(item)) return undefined;
  const { name, query, last } = item;
  if (typeof name !== "string" || name.trim() === "" || typeof query !== "string") return undefined;
  const columns = textsIn(item["columns"]);
  const groupBy = textsIn(item["groupBy"]);
  return {
    name,
    query,
    ...(columns.length === 0 ? {} : { columns }),
    ...(groupBy.length === 0 ? {} : { groupBy }),
    ...(typeof last === "string" && lastMs(last) !== undefined ? { last } : {}),
  };
}

/** "15m" → milliseconds; undefined for what is no length of time. */
export function lastMs(text: string): number | undefined {
  const match = /^([1-9]\d{0,5})(s|m|h|d)$/.exec(text);
  const unit = match?.[2];
  if (unit !== "s" && unit !== "m" && unit !== "h" && unit !== "d") return undefined;
  return Number(match?.[1]) * { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
}

/** The shortest text that says so many milliseconds. */
export function lastText(ms: number): string {
  for (const [unit, size] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
  ] as const) {
    if (ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${Math.max(1, Math.round(ms / 1_000))}s`;
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item) => typeof item === "string").slice(0, maxListLength)
    : [];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
