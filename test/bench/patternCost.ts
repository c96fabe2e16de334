// What the pattern of a message costs on the way in: 20,000 messages as programs log them, each read again
// in every round, in microseconds a message; best of thirty rounds, compiled and with little beside it.

import { PatternBook } from "../../src/shared/patterns/patternBook";
import { mixedLogs } from "../shared/patterns/mixedLogs";
import type { Figure } from "./figure";

const rounds = 30;

export function patternCost(): Figure[] {
  const messages = mixedLogs(20_000, 1).map(({ message }) => message);
  const book = new PatternBook();
  let best = Infinity;
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    for (const message of messages) book.templateOf(message, 0n);
    const micros = ((performance.now() - start) * 1000) / messages.length;
    if (round > 0) best = Math.min(best, micros); // the first one learns
  }
  return [
    {
      name: "pattern of a message, main thread",
      value: best,
      unit: "µs",
      target: { atMost: 1 },
      note: `${[...book.all].length} templates`,
    },
  ];
}
