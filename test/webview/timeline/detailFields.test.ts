import { expect, test } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { detailOf } from "../../../webview/timeline/detailFields";
import { aLog, aRequest } from "../../shared/timeline/builders";

const sourceOf = (log: Parameters<typeof aLog>[0]) => {
  const timeline = buildTimeline(aRequest({ logs: [aLog(log)] }));
  const node = timeline.nodes.find(({ kind }) => kind === "log")!;
  const fields = detailOf(node, timeline).flatMap((group) => group.fields);
  return fields.filter(({ name }) => name === "source");
};

test("the source of a log is its call site", () => {
  const source = { file: "src/db.ts", line: 7 };

  expect(sourceOf({ body: "wrote row", source })).toEqual([
    { name: "source", value: "src/db.ts:7", action: { kind: "source", source } },
  ]);
});

test("of a log that names no call site the way to the statement that writes it", () => {
  expect(sourceOf({ body: "wrote row" })).toEqual([
    { name: "source", value: "find the statement", action: { kind: "statement" } },
  ]);
});
