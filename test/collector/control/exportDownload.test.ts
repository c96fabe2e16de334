import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createExportDownload } from "../../../src/collector/control/exportDownload";
import { createReads, createReadWhole } from "../../../src/collector/store/reads";
import { aLog } from "../store/builders";
import { MemoryStore } from "../store/memoryStore";

describe("a download of the browser page", () => {
  let store: MemoryStore;
  let download: ReturnType<typeof createExportDownload>;
  beforeEach(async () => {
    store = await MemoryStore.open();
    const reads = { ...createReads(store.reader), readWhole: createReadWhole(store.reader) };
    download = createExportDownload("secret", reads);
    await store.commit({ logs: [1, 2, 3].map((seq) => aLog({ seq, body: `row ${seq}` })) });
  });
  afterEach(() => store.dispose());

  const get = (request: unknown, token = "secret", path = "/ui/export") =>
    download(path, new URLSearchParams({ token, request: JSON.stringify(request) }));
  const logs = { signal: "logs", query: "", format: "csv", columns: ["message"] };

  it("streams a file with a name", async () => {
    const reply = await get({ ...logs, untilSeq: 2 });

    const parts = [];
    for await (const part of reply?.stream ?? []) parts.push(Buffer.from(part).toString());
    expect(reply).toMatchObject({
      status: 200,
      headers: { "Content-Disposition": 'attachment; filename="logs.csv"' },
    });
    expect(parts.join("")).toBe("\ufeffmessage\r\nrow 1\r\nrow 2\r\n");
  });

  it("is for who has the page's token only", async () => {
    expect((await get(logs, "guess"))?.status).toBe(401);
    expect((await get(logs, ""))?.status).toBe(401);
  });

  it("tells what is wrong before it begins", async () => {
    expect((await get({ ...logs, query: "took:>" }))?.status).toBe(400);
    expect((await get({ ...logs, format: "exe" }))?.status).toBe(400);
    expect((await get("nothing"))?.status).toBe(400);
    expect(await get(logs, "secret", "/ui/other")).toBeUndefined();
  });
});
