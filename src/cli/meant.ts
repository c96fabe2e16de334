// Beside a question that found nothing: what may have been meant by it, as the Logs panel says it.

import type { CollectorApi } from "../shared/contract/collectorApi";
import type { Client } from "../shared/contract/rpc";
import type { Selection } from "../shared/contract/selection";
import { meantBy } from "../shared/query/meant";

/** Of so many rows the collector tells its fields in a tenth of a second. */
const newest = 50_000;

/** To standard error, where no log record matches and another query's do. */
export async function printMeant(
  collector: Pick<Client<CollectorApi>, "fields" | "rowIndex">,
  selection: Selection,
): Promise<void> {
  const { signal, query } = selection;
  if (signal !== "logs" || query.trim() === "") return;
  const count = async (text: string) => {
    const { total } = await collector.rowIndex({ ...selection, query: text });
    return total;
  };
  if ((await count(query)) > 0) return;
  const fields = await collector.fields({ signal, query: "", topValues: 0, newest });
  const names = fields.map(({ name }) => name);
  let isFirst = true;
  for await (const { query: other, count: rows } of meantBy(query, names, count)) {
    if (isFirst) console.error(`Nothing matches ${query}. Perhaps you meant:`);
    isFirst = false;
    console.error(`  ${other}  (${rows} ${rows === 1 ? "row" : "rows"})`);
  }
}
