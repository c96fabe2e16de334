import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { TestCollector } from "../collector";

it("Spotlight has a port of its own when it is set, for pages of this machine too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-settings-"));
  const settings = join(folder, "settings.json");
  writeFileSync(settings, JSON.stringify({ ports: { sentry: 0 } }));
  const collector = await TestCollector.start({ args: ["--settings", settings] });
  try {
    const url = `http://${collector.endpoints.sentry}/stream`;
    const origin = "http://localhost:5173";

    const preflight = await fetch(url, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    const reply = await fetch(url, {
      method: "POST",
      headers: { origin, "content-type": "application/x-sentry-envelope" },
      body: '{}\n{"type":"event"}\n{"message":"hello from a page"}',
    });
    const foreign = await fetch(url, {
      method: "POST",
      headers: { origin: "https://example.org" },
      body: "{}",
    });

    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("content-type");
    expect(reply.status).toBe(200);
    expect(reply.headers.get("access-control-allow-origin")).toBe(origin);
    expect(foreign.status).toBe(403);
    await collector.waitFor('"hello from a page"');
  } finally {
    await collector.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
