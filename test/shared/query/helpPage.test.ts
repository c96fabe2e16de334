import { expect, it } from "vitest";
import { describeRecords, helpPage } from "../../../src/shared/query/helpPage";
import { chapters } from "../../../src/shared/query/specification";

it("has every example of the specification with what it finds", () => {
  const lines = helpPage().split("\n");

  for (const { examples } of chapters) {
    for (const { query, finds } of examples.filter((each) => each.query !== "")) {
      const shown = `| \`${query.replaceAll("|", "\\|")}\` |`;
      const line = lines.find((each) => each.startsWith(shown));
      expect(line, query).toContain(finds.length === 0 ? "nothing" : finds.join(", "));
    }
  }
});

it("describes the records by the names that a query has for their fields", () => {
  const [order] = describeRecords("logs");

  expect(order?.text).toContain('service="shop"');
  expect(order?.text).toContain("took_ms=41");
  expect(order?.text).toContain('region="eu"');
});
