import { describe, expect, it } from "vitest";
import type { ExpositionFormat } from "../../../../src/collector/receivers/prometheus/expositionReader";
import { ATarget } from "./harness";

/** Name, labels and value of each reading. */
function read(text: string, format: ExpositionFormat = "text") {
  const exposition = new ATarget().read(text, format);
  return {
    ...exposition,
    plain: exposition.readings.map(({ name, attributes, value }) => [
      name,
      JSON.parse(attributes) as unknown,
      value,
    ]),
    reasons: exposition.refused.map(({ reason }) => reason),
  };
}

describe("a sample", () => {
  it.each([
    ["up 1", "up", {}, 1],
    ["  up\t 1  ", "up", {}, 1],
    ["a:b_c9 -2.5e-3", "a:b_c9", {}, -0.0025],
    ['x{a="1",b="2"} 3', "x", { a: "1", b: "2" }, 3],
    ['x{b="2",a="1",} 3', "x", { a: "1", b: "2" }, 3],
    ['x { a = "1" , b="2" } 3', "x", { a: "1", b: "2" }, 3],
    ["x{} 3", "x", {}, 3],
    ['x{a="}"} 3', "x", { a: "}" }, 3],
    ['x{a="# {"} 3', "x", { a: "# {" }, 3],
    [String.raw`x{a="\"\\\n"} 3`, "x", { a: '"\\\n' }, 3],
    [String.raw`x{a="\\"} 3`, "x", { a: "\\" }, 3],
    ['x{a=""} 3', "x", {}, 3],
    ['x{a="é→"} 3', "x", { a: "é→" }, 3],
    ['{"my.metric","label.x"="v"} 1', "my.metric", { "label.x": "v" }, 1],
    ['{"größe"} 1', "größe", {}, 1],
    ['{a="b","late name"} 1', "late name", { a: "b" }, 1],
    ['x{"label x"="v"} 1', "x", { "label x": "v" }, 1],
    ["x 0", "x", {}, 0],
    ["x -0", "x", {}, -0],
    ["x 0.5", "x", {}, 0.5],
    ["x 1027 1395066363000", "x", {}, 1027],
    ["x 9223372036854775807", "x", {}, 9223372036854775807],
    ["x\r\n", "x", undefined, undefined],
    ["x 1\r\n", "x", {}, 1],
  ])("%j is read", (text, name, labels, value) => {
    const { plain } = read(text);

    expect(plain).toEqual(value === undefined ? [] : [[name, labels, value]]);
  });

  it.each([
    ["NaN", NaN],
    ["nan", NaN],
    ["Nan", NaN],
    ["+Inf", Infinity],
    ["inf", Infinity],
    ["-INF", -Infinity],
    ["Infinity", Infinity],
  ])("with the value %s is read", (text, value) => {
    expect(read(`x ${text}`).readings[0]?.value).toBe(value);
  });

  it.each([
    ["x 0x10", "bad-value"],
    ["x 0b1", "bad-value"],
    ["x 1_000", "bad-value"],
    ["x 0x1p-2", "bad-value"],
    ["x", "bad-value"],
    ["x{} ", "bad-value"],
    ["x one", "bad-value"],
    ["x 1 soon", "bad-time"],
    ["x 1 2 3", "bad-line"],
    ['x{a="1"', "bad-labels"],
    ['x{a="1} 3', "bad-labels"],
    ['x{a="1" b="2"} 3', "bad-name"],
    ['x{a="1",a="2"} 3', "bad-name"],
    ['x{,a="1"} 3', "bad-name"],
    ["x{a} 3", "bad-name"],
    ["x{a=1} 3", "bad-name"],
    ['x{0a="1"} 3', "bad-name"],
    ['{a="1"} 3', "bad-name"],
    ['x{"y"} 3', "bad-name"],
    ['{"x","y"} 3', "bad-name"],
    ["my.metric 3", "bad-name"],
    ["<p> 3", "bad-name"],
    [`${"x".repeat(1025)} 3`, "name-too-long"],
    [`x{a="${"y".repeat(9000)}"} 3`, "labels-too-long"],
    [`x{a="${"y".repeat(70_000)}"} 3`, "line-too-long"],
    ["# TYPE x matrix", "bad-comment"],
    ["# TYPE", "bad-comment"],
  ])("%.40j is refused with a reason, and its neighbours are read", (text, reason) => {
    const { plain, reasons, refused } = read(`before 1\n${text}\nafter 2`);

    expect(reasons).toEqual([reason]);
    expect(refused[0]?.lineNumber).toBe(2);
    expect(plain.map(([name]) => name)).toEqual(["before", "after"]);
  });

  it("that comes twice counts as it was the last time", () => {
    expect(read('x{a="1"} 1\nx{a="1"} 2').plain).toEqual([["x", { a: "1" }, 2]]);
  });

  it("has times in milliseconds in the text format, in seconds in OpenMetrics", () => {
    expect(read("x 1 1395066363000").readings[0]?.timeMs).toBe(1395066363000);
    expect(read("x 1 1395066363.5\n# EOF", "openmetrics").readings[0]?.timeMs).toBe(1395066363500);
  });
});

describe("a family", () => {
  it.each([
    ["# TYPE x counter\nx 1", "counter"],
    ["# TYPE x gauge\nx 1", "gauge"],
    ["# TYPE x untyped\nx 1", "gauge"],
    ["x 1", "gauge"],
    ["x_total 1", "counter"],
    ["# TYPE x_total gauge\nx_total 1", "gauge"],
    ["# TYPE x counter\nx_total 1", "counter"],
    ["# TYPE x info\nx_info 1", "gauge"],
    ['# TYPE x stateset\nx{x="on"} 1', "gauge"],
    ['# TYPE "x y" counter\n{"x y"} 1', "counter"],
    ['x_bucket{le="1"} 1\n# TYPE x histogram\nx_count 1', "histogram"],
    ["x 1\n# TYPE x counter", "counter"],
  ])("%j has its type", (text, type) => {
    expect(read(text).readings.map((reading) => reading.type)).toEqual([type]);
  });

  it("of many samples is one reading, whichever order they come in", () => {
    const { readings } = read(
      [
        "# TYPE x histogram",
        'x_bucket{le="+Inf",p="/"} 4',
        'x_sum{p="/"} 2.5',
        "other 1",
        'x_bucket{le="0.5",p="/"} 3',
        'x_count{p="/"} 4',
        'x_bucket{le="0.1",p="/"} 1',
      ].join("\n"),
    );

    expect(readings).toHaveLength(2);
    expect(readings[0]).toMatchObject({
      name: "x",
      attributes: '{"p":"/"}',
      bounds: [Infinity, 0.5, 0.1],
      cumulative: [4, 3, 1],
      sum: 2.5,
      count: 4,
    });
  });

  it("keeps `le` and `quantile` as labels where they are just labels", () => {
    expect(read('# TYPE x gauge\nx{le="1",quantile="0.5"} 2').plain).toEqual([
      ["x", { le: "1", quantile: "0.5" }, 2],
    ]);
  });

  it("says what it is and in which unit", () => {
    const { readings } = read(
      "# HELP x_seconds How \\\\ long\\nit took.\n# TYPE x_seconds gauge\n# UNIT x_seconds seconds\nx_seconds 1\n# EOF\n",
      "openmetrics",
    );

    expect(readings[0]).toMatchObject({ description: "How \\ long\nit took.", unit: "s" });
  });

  it.each([
    ["http_request_duration_seconds", "s"],
    ["rx_bytes_total", "By"],
    ["temperature_celsius", "Cel"],
    ["queue_depth", ""],
    ["seconds_to_go", ""],
  ])("named %s has the unit %j", (name, unit) => {
    expect(read(`${name} 1`).readings[0]?.unit).toBe(unit);
  });

  it("tells when its series began, in either format", () => {
    const text =
      "# TYPE x_total counter\nx_total 1\n# TYPE x_created gauge\nx_created 1.7e9\n# TYPE y summary\ny_count 1\n# TYPE y_created gauge\ny_created 1.7e9";
    const openMetrics =
      "# TYPE x counter\nx_total 1\nx_created 1.7e9\n# TYPE y summary\ny_count 1\ny_created 1.7e9\n# EOF";

    for (const { readings } of [read(text), read(openMetrics, "openmetrics")]) {
      expect(readings.map(({ name, createdSeconds }) => [name, createdSeconds])).toEqual([
        ["x_total", 1.7e9],
        ["y", 1.7e9],
      ]);
    }
  });
});

describe("OpenMetrics", () => {
  it("ends with # EOF; without it, it was cut off", () => {
    expect(read("x 1\n# EOF", "openmetrics").isCutOff).toBe(false);
    expect(read("x 1\n# EOF\n", "openmetrics").isCutOff).toBe(false);
    expect(read("x 1\n", "openmetrics").isCutOff).toBe(true);
    expect(read("x 1\n").isCutOff).toBe(false);
  });

  it("has nothing behind its end: what is there is refused", () => {
    const { plain, reasons } = read("x 1\n# EOF\ny 2", "openmetrics");

    expect(plain).toEqual([["x", {}, 1]]);
    expect(reasons).toEqual(["after-the-end"]);
  });

  it("has an end that is just a comment in the text format", () => {
    expect(read("x 1\n# EOF\ny 2").samples).toBe(2);
  });
});

describe("a reader", () => {
  it("gives what is there now, and the same readings for the same series", () => {
    const target = new ATarget();
    const [a, b] = target.read("a 1\nb 2").readings;

    const again = target.read("b 3\nc 4").readings;

    expect(again[0]).toBe(b);
    expect(again.map(({ name, value }) => [name, value])).toEqual([
      ["b", 3],
      ["c", 4],
    ]);
    expect(again).not.toContain(a);
  });

  it("forgets the buckets of the last time", () => {
    const target = new ATarget();
    const text = '# TYPE x histogram\nx_bucket{le="1"} 1\nx_bucket{le="+Inf"} 1';

    target.read(text);

    expect(target.read(text).readings[0]?.bounds).toEqual([1, Infinity]);
  });

  it("counts all lines that it refuses, of which it keeps a thousand", () => {
    const { refused } = read("x one\n".repeat(3_000));

    expect(refused).toHaveLength(1_000);
    expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(3_000);
  });

  it("takes an empty exposition for nothing", () => {
    expect(read("")).toMatchObject({ readings: [], samples: 0, refused: [] });
  });
});
