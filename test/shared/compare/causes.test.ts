// The true cause comes first: over all kinds of faults, with noise, symptoms and correlated fields.

import { expect, test } from "vitest";
import { faultKinds, faultySet, furtherFaultKinds } from "./faultyRequests";
import { findCauses } from "./firstCause";

/** As few failed requests as one waits for, against as many passed ones or up to eight times as many. */
function fewRequests(seed: number): { readonly bad: number; readonly good: number } {
  const bad = 20 + ((seed * 7) % 40);
  return { bad, good: bad * (1 + (seed % 8)) };
}

test.each([...faultKinds, ...furtherFaultKinds])(
  "the true cause ranks first in at least 95 of 100 seeds: %s",
  (kind) => {
    const { right, wrong } = findCauses((seed) => faultySet(kind, seed, fewRequests(seed)), {
      count: 100,
    });

    expect(right, wrong.join("\n")).toBeGreaterThanOrEqual(95);
  },
  600_000,
);
