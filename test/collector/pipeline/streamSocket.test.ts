import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listenOnPath } from "../../../src/collector/pipeline/streamSocket";
import { listenForUnixDatagrams } from "../../../src/collector/pipeline/unixDatagrams";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-socket-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const listenForStreams = async (path: string) => {
  const server = createServer();
  await listenOnPath(server, path);
  return { close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
};
const listenForDatagrams = (path: string) =>
  listenForUnixDatagrams(path, { datagram: () => undefined, failed: () => undefined });

describe.skipIf(process.platform === "win32").each([
  ["streams", listenForStreams],
  ["datagrams", listenForDatagrams],
] as const)("a Unix socket of %s", (_kind, listen) => {
  it("is its user's alone", async () => {
    const path = join(folder, "s");

    const listening = await listen(path);

    expect(statSync(path).mode & 0o777).toBe(0o600);
    await listening.close();
  });

  it("never takes the place of a file that is no socket", async () => {
    const path = join(folder, "notes.txt");
    const link = join(folder, "link");
    writeFileSync(path, "precious");
    symlinkSync(path, link);

    await expect(listen(path)).rejects.toThrow();
    await expect(listen(link)).rejects.toThrow();

    expect(readFileSync(path, "utf8")).toBe("precious");
    expect(readFileSync(link, "utf8")).toBe("precious");
  });

  it("is refused while another listens there", async () => {
    const path = join(folder, "s");
    const first = await listen(path);

    await expect(listen(path)).rejects.toThrow();

    expect(statSync(path).isSocket()).toBe(true);
    await first.close();
  });
});
