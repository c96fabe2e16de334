// What may have been meant by a query that found nothing, with how many rows it would find: only what finds some is
// offered.

import { otherReadings } from "./otherReadings";

/** More are no help. */
const mostOffered = 3;

export interface Meant {
  readonly query: string;
  readonly count: number;
}

/** `count` asks for the rows of a query; one that cannot be asked has none. Likely ones first. */
export async function* meantBy(
  text: string,
  fields: readonly string[],
  count: (query: string) => Promise<number>,
): AsyncGenerator<Meant> {
  let offered = 0;
  for (const query of otherReadings(text, fields)) {
    const found = await count(query).catch(() => 0);
    if (found === 0) continue;
    yield { query, count: found };
    if (++offered === mostOffered) return;
  }
}
