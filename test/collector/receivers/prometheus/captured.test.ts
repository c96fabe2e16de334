// Expositions of real clients (prometheus_client 0.26, prom-client 15.1), as they were scraped.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { golden } from "../../../golden";
import { ATarget } from "./harness";

const folder = join(import.meta.dirname, "fixtures");

it.each([
  "python-text.txt",
  "python-openmetrics.txt",
  "python-utf8.txt",
  "prom-client-text.txt",
  "prom-client-openmetrics.txt",
])("%s is read as its golden file says", (file) => {
  const target = new ATarget();
  const format = file.includes("text") ? "text" : "openmetrics";
  const text = readFileSync(join(folder, file), "utf8");

  // Their series began long after we did.
  target.context.clock = 1_796_000_000_000_000_000n;
  const points = target.scrape(text, { format });
  const records = { points, refused: target.context.refused("prometheus") };

  const expected = golden(join(folder, file.replace(".txt", ".golden.json")), records);
  expect(JSON.parse(JSON.stringify(records))).toEqual(expected);
});
