import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, it } from "vitest";
import type { Listening } from "../../../src/collector/pipeline/receiver";
import { createFluent } from "../../../src/collector/receivers/fluent/fluent";
import { TestContext } from "../../collector/receivers/aContext";

const script = join(import.meta.dirname, "sharedKeyNode.mjs");

let listening: Listening;
afterEach(() => listening.close());

it("clients that are set to a shared key are let in with it", async () => {
  const context = new TestContext({ sharedKey: "secret" });
  const [listener] = createFluent(context).listeners ?? [];
  listening = await listener!.listen(0);

  await promisify(execFile)(process.execPath, [script, String(listening.port), "secret"]);

  expect(context.logs.map(({ body }) => body)).toEqual([
    "hello by fluent-logger",
    "hello by @fluent-org",
  ]);
  expect(context.refused("fluent")).toEqual({});
});
