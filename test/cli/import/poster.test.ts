// What is sent of an import, and what ends the waiting for a collector that takes nothing.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { Poster } from "../../../src/cli/import/poster";

it("a cancelled import does not wait for a collector that is full, and counts nothing of what it refused", async () => {
  let asked = 0;
  const server = createServer((request, reply) => {
    asked++;
    request.resume().on("end", () => reply.writeHead(503).end("full"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const abort = new AbortController();
  const poster = new Poster(`http://127.0.0.1:${port}`, "shop", abort.signal);
  await poster.add({ kind: "record", object: { body: "x" }, share: 1 });

  const sent = poster.flush();
  await expect.poll(() => asked).toBe(1);
  abort.abort();

  await expect(sent).rejects.toMatchObject({ name: "AbortError" });
  expect(poster.accepted).toBe(0);
  server.close();
});
