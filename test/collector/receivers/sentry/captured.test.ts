// Envelopes of real SDKs (sentry-sdk 2.75 for Python, @sentry/node 11.12), as they came over the wire; paths of the
// machine they ran on were shortened.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSentry } from "../../../../src/collector/receivers/sentry/sentry";
import { TestContext } from "../aContext";
import { ask, stored } from "../httpHarness";
import { golden } from "../../../golden";

const folder = join(import.meta.dirname, "fixtures");
const captured = readdirSync(folder).filter((name) => name.endsWith(".envelope"));

describe("captured envelopes", () => {
  it.each(captured)("%s is read as its golden file says", async (name) => {
    const context = new TestContext();
    const sentry = createSentry(context);

    const reply = await ask(sentry, "/api/1/envelope", { body: readFileSync(join(folder, name)) });

    expect(reply.status).toBe(200);
    const records = stored(context, "sentry");
    expect(records).toEqual(golden(join(folder, `${name}.golden.json`), records));
  });
});
