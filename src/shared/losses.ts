// How many of a receiver's counts are a loss. What its user asked to be left out is counted and listed under
// its reason, and is none.

/** Reasons that end so are a choice (a client library's telemetry of itself), not a refusal. */
const chosen = "-hidden";

export function lossCount(counts: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const [reason, count] of Object.entries(counts)) if (!reason.endsWith(chosen)) sum += count;
  return sum;
}
