// One bad and one good request that show the difference at its plainest.

import type { CauseGroup } from "./cause";
import type { Gathered } from "./gather";

/** The bad one has as much as any of what was found, the good one nothing of it; both of a usual length. */
export function typicalPair(
  groups: readonly CauseGroup[],
  gathered: Gathered,
): { readonly bad: string; readonly good: string } | undefined {
  const [first] = groups;
  const shown = first === undefined ? [] : [first.cause, ...first.related];
  const { isBad, firstEvent, ids } = gathered;
  const lengthOf = (request: number) => (firstEvent[request + 1] ?? 0) - (firstEvent[request] ?? 0);
  const usual = { bad: usualLength(true), good: usualLength(false) };

  function usualLength(group: boolean): number {
    const lengths = isBad.flatMap((is, request) => (is === group ? [lengthOf(request)] : []));
    return lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
  }
  /** What was found outweighs any length. */
  const weigh = (request: number, group: "bad" | "good") => {
    const found = shown.filter(({ has }) => has[request] === 1).length;
    const odd = Math.min(0.9, Math.abs(lengthOf(request) - usual[group]) / (usual[group] + 1));
    return (group === "bad" ? found : -found) - odd;
  };
  const best = { bad: -1, good: -1 };
  const weights = { bad: -Infinity, good: -Infinity };
  isBad.forEach((is, request) => {
    const group = is ? "bad" : "good";
    const weight = weigh(request, group);
    if (weight <= weights[group]) return;
    weights[group] = weight;
    best[group] = request;
  });
  const bad = ids[best.bad]?.id;
  const good = ids[best.good]?.id;
  return bad === undefined || good === undefined ? undefined : { bad, good };
}
