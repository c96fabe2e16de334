import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestCollector } from "../collector";

let folder: string;
let collector: TestCollector;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-settings-"));
  const settings = join(folder, "settings.json");
  writeFileSync(settings, JSON.stringify({ ports: { splunk: 0, elasticsearch: 0, loki: 0 } }));
  collector = await TestCollector.start({ args: ["--settings", settings] });
});
afterAll(async () => {
  await collector.stop();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string) => `http://${collector.endpoints[name]}`;

it.each([
  ["splunk", "/services/collector", '{"event":"by a port of its own"}', 200],
  ["elasticsearch", "/shop/_doc", '{"message":"by a port of its own"}', 201],
  ["loki", "/loki/api/v1/push", '{"streams":[{"stream":{},"values":[["1","by a port"]]}]}', 204],
])("%s has its clients' port when that is set", async (name, path, body, status) => {
  const reply = await fetch(at(name) + path, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });

  expect(reply.status).toBe(status);
  expect(await collector.waitFor(`receiver:${name}`)).toHaveLength(1);
});

it("serves nothing else there", async () => {
  const reply = await fetch(`${at("splunk")}/v1/logs`, { method: "POST", body: "{}" });

  expect(reply.status).toBe(404);
});
