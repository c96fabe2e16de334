import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createExportDownload } from "../../../src/collector/control/exportDownload";
import type { HttpReply } from "../../../src/collector/pipeline/httpRoute";
import { createReads, createReadWhole } from "../../../src/collector/store/reads";
import { aRequest } from "../receivers/aRequest";
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

  const post = async (request: unknown, token = "secret", route = download) =>
    await route.handle(
      aRequest({
        path: "/ui/export",
        query: new URLSearchParams({ token }).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ request: JSON.stringify(request) }).toString(),
      }),
    );
  const textOf = async ({ stream }: HttpReply) => {
    const parts = [];
    for await (const part of stream ?? []) parts.push(Buffer.from(part).toString());
    return parts.join("");
  };
  const logs = { signal: "logs", query: "", format: "csv", columns: ["message"] };

  it("streams a file with a name", async () => {
    const reply = await post({ ...logs, untilSeq: 2 });

    expect(reply).toMatchObject({
      status: 200,
      headers: { "Content-Disposition": 'attachment; filename="logs.csv"' },
    });
    expect(await textOf(reply)).toBe("\ufeffmessage\r\nrow 1\r\nrow 2\r\n");
  });

  it("that is given up reads no further", async () => {
    const reads = { ...createReads(store.reader), readWhole: createReadWhole(store.reader) };
    const signals: AbortSignal[] = [];
    let pages = 0;
    const watched = createExportDownload("secret", {
      ...reads,
      readWhole: async function* (query, signal) {
        signals.push(signal);
        for await (const page of reads.readWhole(query, signal)) {
          pages++;
          yield page;
        }
      },
    });
    const long = "x".repeat(10_000);
    await store.commit({
      logs: Array.from({ length: 1_500 }, (_, i) => aLog({ seq: i + 10, body: long })),
    });
    const { stream } = await post(logs, "secret", watched);
    if (stream === undefined) throw new Error("The download has no stream.");
    const answer = new PassThrough();

    const piped = pipeline(Readable.from(stream), answer);
    await once(answer, "data");
    const before = pages;
    answer.destroy();
    await expect(piped).rejects.toThrow(/Premature close/);

    // The page under way is the last.
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(pages).toBeLessThanOrEqual(before + 1);
    expect(before).toBeLessThan(5);
  });

  it("is of the records that are named", async () => {
    expect(await textOf(await post({ ...logs, seqs: [3, 1] }))).toBe(
      "\ufeffmessage\r\nrow 1\r\nrow 3\r\n",
    );
    expect((await post({ ...logs, seqs: ["1; drop table logs"] })).status).toBe(400);
    expect((await post({ ...logs, seqs: Array(10_001).fill(1) })).status).toBe(400);
  });

  it("is for who has the page's token only", async () => {
    expect((await post(logs, "guess")).status).toBe(401);
    expect((await post(logs, "")).status).toBe(401);
  });

  it("tells what is wrong before it begins", async () => {
    expect((await post({ ...logs, query: "took:>" })).status).toBe(400);
    expect((await post({ ...logs, format: "exe" })).status).toBe(400);
    expect((await post("nothing")).status).toBe(400);
    expect(download.matches("/ui/other")).toBe(false);
  });
});
