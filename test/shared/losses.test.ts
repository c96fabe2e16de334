import { expect, it } from "vitest";
import { lossCount } from "../../src/shared/losses";

it("what the user asked to be left out is no loss", () => {
  expect(lossCount({ "queue-full": 2, "client-telemetry-hidden": 300, "bad-line": 1 })).toBe(3);
});
