// Faults of every day: the true cause comes first.

import { expect, test } from "vitest";
import { type EverydayFault, everydayFaults, everydaySet } from "./everydayFaults";
import { findCauses } from "./firstCause";

/** A hundred tell how surely a fault is found. */
const seeds = Number(process.env["SIDELIGHT_FAULT_SEEDS"] ?? 10);

test.each(Object.keys(everydayFaults) as EverydayFault[])(
  "the true cause ranks first: %s",
  (name) => {
    const { right, wrong } = findCauses((seed) => everydaySet(name, seed), { count: seeds });

    expect(right, wrong.join("\n")).toBeGreaterThanOrEqual(0.95 * seeds);
  },
  6_000_000,
);
