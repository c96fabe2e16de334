// The true cause comes first: over all kinds of faults, with noise, symptoms and correlated fields.

import { expect, test } from "vitest";
import { faultKinds, faultySet } from "./faultyRequests";
import { fewRequests } from "./fewRequests";
import { findCauses } from "./firstCause";

test.each(faultKinds)(
  "the true cause ranks first in at least 95 of 100 seeds: %s",
  (kind) => {
    const { right, wrong } = findCauses((seed) => faultySet(kind, seed, fewRequests(seed)), {
      count: 100,
    });

    expect(right, wrong.join("\n")).toBeGreaterThanOrEqual(95);
  },
  600_000,
);
