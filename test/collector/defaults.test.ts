// What holds where nobody set anything: the same for a collector that an editor starts, with the settings of
// package.json, and for one of the command line, with none.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defaultHttpPort } from "../../src/collector/collector";
import { receivers } from "../../src/collector/receivers/registry";
import { defaultIdleEndMs } from "../../src/collector/serve";
import { parseSettings } from "../../src/shared/contract/settings";
import { TestContext } from "./receivers/aContext";

const manifest = readFileSync(join(import.meta.dirname, "../../package.json"), "utf8");
const { contributes } = JSON.parse(manifest) as {
  contributes: { configuration: { properties: Record<string, { default: unknown }> }[] };
};
const settings = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
const defaultOf = (name: string) => settings.find(([key]) => key === `sidelight.${name}`)?.[1];

/** The ports that apps are told to send to. */
const ports = { http: 4318, grpc: 4317, statsd: 8125, syslog: 5514, gelf: 12201, fluent: 24224 };

test("each listener has its customary port", () => {
  const listeners = Object.values(receivers)
    .flatMap((create) => create(new TestContext()).listeners ?? [])
    .map(({ name, defaultPort }) => [name, defaultPort]);

  expect({ http: defaultHttpPort, ...Object.fromEntries(listeners) }).toEqual(ports);
});

test.each(Object.entries(ports))("%s is at %i in the settings, too", (name, port) => {
  expect(defaultOf(`ports.${name}`)?.default).toBe(port);
});

test("a week and a gibibyte are kept, and an unused collector ends after a minute", () => {
  expect(parseSettings({}).storage).toEqual({ maxSizeMiB: 1024, maxAgeDays: 7 });
  expect(defaultOf("storage.maxSizeMiB")?.default).toBe(1024);
  expect(defaultOf("storage.maxAgeDays")?.default).toBe(7);
  expect(defaultIdleEndMs).toBe(60_000);
});
