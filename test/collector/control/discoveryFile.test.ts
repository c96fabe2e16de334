import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  findCollector,
  makeDataFolder,
  writeDiscovery,
} from "../../../src/collector/control/discoveryFile";
import {
  defaultDataPath,
  type Discovery,
  isOwnFile,
  parseDiscovery,
} from "../../../src/shared/contract/discovery";

const discovery: Discovery = {
  pid: process.pid,
  version: "1.0.0",
  protocol: 1,
  endpoints: { http: "http://127.0.0.1:4318", grpc: "127.0.0.1:4317" },
  token: "secret",
  ui: "http://127.0.0.1:4318/ui/?token=secret",
};
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-discovery-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the discovery file", () => {
  it("is read as it was written, by its user alone", () => {
    writeDiscovery(folder, discovery);

    expect(findCollector(folder)).toEqual(discovery);
    expect(statSync(join(folder, "collector.json")).mode & 0o777).toBe(0o600);
  });

  it("is written through no link, and into no file that others may read", () => {
    const victim = join(folder, "victim");
    writeFileSync(victim, "precious", { mode: 0o666 });
    symlinkSync(victim, join(folder, `collector.json.${process.pid}`));
    symlinkSync(victim, join(folder, "collector.json"));

    writeDiscovery(folder, discovery);

    expect(readFileSync(victim, "utf8")).toBe("precious");
    expect(findCollector(folder)).toEqual(discovery);
  });

  it.each([
    ["another machine's collector", { endpoints: { http: "http://evil.example:4318" } }],
    ["another machine's gRPC", { endpoints: { ...discovery.endpoints, grpc: "10.0.0.1:4317" } }],
    [
      "a host that only begins like ours",
      { endpoints: { http: "http://127.0.0.1:80@evil.example" } },
    ],
    ["a page elsewhere", { ui: "https://evil.example/" }],
    ["a file as the page", { ui: "file:///etc/passwd" }],
    ["an endpoint that is no text", { endpoints: { http: 4318 } }],
    ["no process", { pid: "1" }],
  ])("that names %s is not believed", (_name, change) => {
    expect(parseDiscovery(JSON.stringify(discovery))).toEqual(discovery);

    expect(parseDiscovery(JSON.stringify({ ...discovery, ...change }))).toBeUndefined();
  });

  it("that another user has put there is not read", () => {
    writeDiscovery(folder, discovery);
    const otherUser = statSync(folder).uid + 1;
    const getuid = vi.spyOn(process, "getuid").mockReturnValue(otherUser);

    expect(findCollector(folder)).toBeUndefined();
    getuid.mockRestore();
  });

  it("of another user is not believed; root reads whose it wants", () => {
    expect(isOwnFile({ uid: 1000 }, 1000)).toBe(true);
    expect(isOwnFile({ uid: 1000 }, 1001)).toBe(false);
    expect(isOwnFile({ uid: 1000 }, 0)).toBe(true);
    expect(isOwnFile({ uid: 0 }, undefined)).toBe(true);
  });
});

describe("the data folder", () => {
  it("that is made is its user's alone", () => {
    const path = join(folder, "data");

    makeDataFolder(path);

    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it.each([
    ["linux", {}, "/home/me/.local/share/sidelight"],
    ["linux", { XDG_DATA_HOME: "/data" }, "/data/sidelight"],
    ["linux", { XDG_DATA_HOME: "" }, "/home/me/.local/share/sidelight"],
    ["linux", { XDG_DATA_HOME: "data" }, "/home/me/.local/share/sidelight"],
    ["linux", { SIDELIGHT_DATA: "/tmp/x" }, "/tmp/x"],
    ["win32", { LOCALAPPDATA: "" }, "/home/me\\AppData\\Local\\Sidelight"],
  ])("on %s with %o", (platform, env, path) => {
    expect(defaultDataPath({ platform, home: "/home/me", env })).toBe(path);
  });
});
