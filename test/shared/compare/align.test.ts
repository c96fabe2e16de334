// The two typical requests of "Why do these fail?", line by line.

import { expect, test } from "vitest";
import { type AlignedRow, alignRequests, linesLeftOut } from "../../../src/shared/compare/align";
import type { LogJson } from "../../../src/shared/contract/json";
import { aLog, aRequest, aSpan } from "../timeline/builders";

const logs = (...some: readonly Partial<LogJson>[]) =>
  aRequest({ logs: some.map((one) => aLog(one)) });
/** "~ sent to a | sent to b" */
const lineOf = ({ bad, good, isDifferent }: AlignedRow) =>
  `${isDifferent ? "~" : "="} ${bad?.text ?? "-"} | ${good?.text ?? "-"}`;
const lines = (...[bad, good, fields = []]: [...Parameters<typeof align>]) =>
  align(bad, good, fields).map(lineOf);
const align = (
  bad: ReturnType<typeof aRequest>,
  good: ReturnType<typeof aRequest>,
  fields: readonly string[] = [],
) => alignRequests(bad, good, new Set(fields));

test("lines of one template are one line and the same, whatever ids and times are in them", () => {
  const one = logs({ body: "order 3f2504e0-4f89-11d3-9a0c-0305e82c3301 done in 34ms" });
  const other = logs({ body: "order 6fafaa91-eca0-4d4a-a9f8-0c441a01790b done in 1.2s" });

  expect(align(one, other)).toMatchObject([{ isDifferent: false }]);
});

test("what one alone has is a line that differs, the failed request on the left", () => {
  const bad = logs({ body: "taken" }, { body: "gave up" });
  const good = logs({ body: "taken" }, { body: "stored" });

  expect(lines(bad, good)).toEqual(["= taken | taken", "~ gave up | -", "~ - | stored"]);
});

test("of another service the same text is another line", () => {
  const [one, other] = ["cart", "stock"].map((service) => logs({ body: "taken", service }));

  expect(lines(one!, other!)).toEqual(["~ taken | -", "~ - | taken"]);
});

test("a line differs by a field that was found to differ, and not by others, which are not shown", () => {
  const request = (worker: string, host: string) =>
    logs({ body: "taken", attributes: { worker, host } });

  const [bad, good] = [request("w7", "h1"), request("w3", "h2")];

  expect(lines(bad, good, ["worker"])).toEqual(["~ taken  worker=w7 | taken  worker=w3"]);
  expect(lines(bad, good)).toEqual(["= taken | taken"]);
});

test("a line differs when it is an error on one side alone", () => {
  const bad = logs({ body: "ended", severity: "ERROR", severityNumber: 17 });

  expect(align(bad, logs({ body: "ended" }))).toMatchObject([
    { isDifferent: true, bad: { isError: true }, good: { isError: false } },
  ]);
});

test("spans stand for requests without logs, failed ones are errors, and how long they took is no difference", () => {
  const source = { file: "a.ts", line: 3 };
  const request = (tookMs: number, status: "error" | "ok") =>
    aRequest({
      spans: [
        aSpan({ id: "root", tookMs, source }),
        aSpan({ id: "query", parent: "root", fromMs: 1, tookMs: 1, status }),
      ],
    });

  const rows = align(request(90, "error"), request(20, "ok"));

  expect(rows.map(lineOf)).toEqual(["= root 90ms | root 20ms", "~ query 1ms | query 1ms"]);
  expect(rows[0]).toMatchObject({ bad: { source, log: undefined }, good: { source } });
  expect(rows[1]).toMatchObject({ bad: { isError: true }, good: { isError: false } });
});

test("each side keeps its way to the source: its call site, and its log for the statement behind it", () => {
  const bad = logs({ body: "taken", source: { file: "a.ts", line: 3 } });
  const [row] = align(bad, logs({ body: "taken", source: { file: "b.ts", line: 9 } }));

  expect(row).toMatchObject({
    bad: { source: { file: "a.ts", line: 3 }, log: { body: "taken" } },
    good: { source: { file: "b.ts", line: 9 }, log: { body: "taken" } },
  });
});

test("the beginning of a long request is compared, and what is left out is counted", () => {
  const long = logs(...Array.from({ length: 302 }, () => ({ body: "step" })));

  expect(align(long, long)).toHaveLength(300);
  expect(linesLeftOut(long)).toBe(2);
  expect(linesLeftOut(logs({ body: "taken" }))).toBe(0);
});
