import { describe, expect, it } from "vitest";
import { targetUrl } from "../../src/collector/receivers/prometheus/settings";
import { allowedTargets } from "../../src/host/prometheusTargets";

describe("Prometheus targets", () => {
  it("of the user may be anywhere, of the workspace on this machine", () => {
    const { targets, refused } = allowedTargets({
      globalValue: { far: "db.example:9100", app: "localhost:1" },
      workspaceValue: { app: "localhost:8000", spy: "evil.example:80" },
      workspaceFolderValue: { web: "http://[::1]:9464/metrics?x=1", far: "10.0.0.1:80" },
    });

    expect(targets).toEqual({
      far: "db.example:9100",
      app: "localhost:8000",
      web: "http://[::1]:9464/metrics?x=1",
    });
    expect(refused).toEqual(["spy", "far"]);
  });

  it.each([
    "8000",
    ":8000",
    "localhost",
    "localhost:8000",
    "http://127.0.0.1:9464/m",
    "HTTPS://LOCALHOST/",
  ])("%s is here", (address) => {
    expect(allowedTargets({ workspaceValue: { a: address } }).refused).toEqual([]);
    expect(targetUrl(address)?.hostname).toMatch(/^(?:localhost|127\.0\.0\.1)$/);
  });

  it.each([
    "evil.example",
    "localhost.evil.example:80",
    "localhost@evil.example",
    "localhost:80@evil.example",
    "http://localhost:x@evil.example/",
    "http://127.0.0.1.evil.example/",
    "//evil.example",
    "http:/\\evil.example",
    "localhost\t.evil.example",
    "localhost\n.evil.example",
    "http://user@localhost/",
    "ftp://localhost/",
    "file:///etc/passwd",
    "0.0.0.0:80",
    "",
  ])("%j is not, or not surely", (address) => {
    expect(allowedTargets({ workspaceValue: { a: address } }).refused).toEqual(["a"]);
  });

  it.each([undefined, null, 1, "x", ["localhost"], { a: 1 }])("%j names none", (globalValue) => {
    const expected = Array.isArray(globalValue) ? { 0: "localhost" } : {};

    expect(allowedTargets({ globalValue }).targets).toEqual(expected);
  });
});
