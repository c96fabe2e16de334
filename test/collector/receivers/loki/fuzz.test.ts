import { readdirSync, readFileSync } from "node:fs";
import { compress, uncompress } from "snappyjs";
import { it } from "vitest";
import { createLoki } from "../../../../src/collector/receivers/loki/loki";
import { send } from "../aRequest";
import { fuzz } from "../fuzz";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";

const folder = new URL("fixtures/", import.meta.url);
const fixtures = (ending: string) =>
  readdirSync(folder)
    .filter((name) => new RegExp(`^[\\w-]+\\.${ending}$`).test(name))
    .map((name) => readFileSync(new URL(name, folder)));
const pieces = [...Array.from('{}",:\\[]é=\0'), "9".repeat(20), "null"];
const path = "POST /loki/api/v1/push";

// Protobuf is changed below its packing as often as above it.
it.each([
  ["of JSON", "application/json", fixtures("json"), (body: Buffer) => body, 1 / 2],
  ["of packed protobuf", "application/x-protobuf", fixtures("bin"), (body: Buffer) => body, 1 / 4],
  [
    "of protobuf below its packing",
    "application/x-protobuf",
    fixtures("bin").map((body) => new Uint8Array(uncompress(body))),
    (body: Buffer) => compress(body),
    1 / 4,
  ],
])(`mutated pushes %s are accounted for (of ${mutations})`, async (_, type, seeds, pack, share) => {
  const ledger = new Ledger("loki");
  const loki = createLoki(ledger);

  await fuzz(
    ledger,
    {
      seeds,
      pieces,
      share,
      send: async (body) => (await send(loki, path, pack(body), { "content-type": type })).status,
      units: () => 1,
    },
    14,
  );
});
