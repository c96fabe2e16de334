import { describe, expect, it } from "vitest";
import { startUnixNano } from "../aContext";
import { ATarget, seconds } from "./harness";

const at = (n: number) => String(startUnixNano + seconds(n));

describe("a counter", () => {
  it("starts at nothing when it is older than we are, and then counts what is added", () => {
    const target = new ATarget();

    const points = [target.scrape("x_total 100"), target.scrape("x_total 107")].flat();

    expect(points).toMatchObject([
      { type: "counter", value: 0, total: 100, start: "0" },
      { value: 7, total: 107, start: at(5), time: at(10) },
    ]);
  });

  it("that falls has begun anew: all of it is added", () => {
    const target = new ATarget();
    target.scrape("x_total 100");

    expect(target.scrape("x_total 3")).toMatchObject([{ value: 3, total: 3 }]);
  });

  it("that was not there the last time has begun since", () => {
    const target = new ATarget();
    target.scrape('x_total{a="1"} 100');

    const [, fresh] = target.scrape('x_total{a="1"} 100\nx_total{a="2"} 4');

    expect(fresh).toMatchObject({ value: 4, start: at(5) });
  });

  it("that says when it began counts from there, if we were there", () => {
    const target = new ATarget();
    const began = Number(startUnixNano / 1_000_000n) / 1000 + 1;

    const points = target.scrape(
      `# TYPE x counter\nx_total 4\nx_created ${began}\n# TYPE y counter\ny_total 9\ny_created 1.6e9\n# EOF`,
      { format: "openmetrics" },
    );

    expect(points).toMatchObject([
      { name: "x_total", value: 4, start: at(1) },
      { name: "y_total", value: 0, total: 9, start: "0" },
    ]);
  });

  it("of a process that began while we watched counts in whole", () => {
    const target = new ATarget();
    target.source = { ...target.source, startTimeUnixNano: startUnixNano + seconds(2) };

    expect(target.scrape("x_total 4")).toMatchObject([{ value: 4, start: at(2) }]);
  });
});

describe("a histogram", () => {
  const text = (a: number, b: number, all: number, sum: number) =>
    `# TYPE x histogram\nx_bucket{le="0.1"} ${a}\nx_bucket{le="1.0"} ${b}\nx_bucket{le="+Inf"} ${all}\nx_sum ${sum}\nx_count ${all}\n`;

  it("is one point with what its buckets grew by", () => {
    const target = new ATarget();
    target.scrape(text(1, 2, 3, 10));

    expect(target.scrape(text(1, 6, 8, 25))).toMatchObject([
      {
        type: "histogram",
        count: 5,
        sum: 15,
        value: 3,
        distribution: { lower: [0.1, 1], upper: [1, Infinity], counts: [4, 1] },
      },
    ]);
  });

  it("does without its count, its sum, or the last bucket", () => {
    const target = new ATarget();
    const scrape = (n: number) =>
      target.scrape(
        `# TYPE x histogram\nx_bucket{le="1"} ${n}\nx_bucket{le="+Inf"} ${n}\n# TYPE y histogram\ny_bucket{le="1"} ${n}\ny_count ${n}\n`,
      );
    scrape(0);

    expect(scrape(2)).toMatchObject([
      { name: "x", count: 2, sum: 1 },
      { name: "y", count: 2, sum: 1 },
    ]);
  });

  it("without a total is refused", () => {
    const target = new ATarget();

    expect(target.scrape('# TYPE x histogram\nx_bucket{le="1"} 1\n')).toEqual([]);
    expect(target.context.refused("prometheus")).toEqual({ "incomplete-histogram": 1 });
  });

  it("whose buckets were reset counts anew", () => {
    const target = new ATarget();
    target.scrape(text(1, 6, 8, 25));

    expect(target.scrape(text(1, 1, 1, 0.05))).toMatchObject([{ count: 1, sum: 0.05 }]);
  });

  it("compares bounds as numbers", () => {
    const target = new ATarget();
    target.scrape(text(1, 2, 3, 10));

    const [point] = target.scrape(text(2, 3, 4, 11).replace("1.0", "1").replace("+Inf", "inf"));

    expect(point).toMatchObject({ count: 1, sum: 1 });
  });
});

describe("a summary", () => {
  it("is one point with the sender's quantiles and what count and sum grew by", () => {
    const target = new ATarget();
    const text = (count: number, sum: number, p99: string) =>
      `# TYPE x summary\nx{quantile="0.5"} 2\nx{quantile="0.99"} ${p99}\nx_sum ${sum}\nx_count ${count}\n`;
    target.scrape(text(2, 6, "5"));

    expect(target.scrape(text(4, 14, "9"))).toMatchObject([
      {
        type: "summary",
        count: 2,
        sum: 8,
        value: 4,
        quantiles: [
          { q: 0.5, value: 2 },
          { q: 0.99, value: 9 },
        ],
      },
    ]);
    expect(target.scrape(text(4, 14, "NaN"))[0]?.quantiles).toEqual([{ q: 0.5, value: 2 }]);
  });
});

describe("a histogram of levels", () => {
  it("is the quantiles of what there is now", () => {
    const text =
      '# TYPE x gaugehistogram\nx_bucket{le="1"} 1\nx_bucket{le="+Inf"} 1\nx_gcount 1\nx_gsum 0.5\n# EOF';

    const [point] = new ATarget().scrape(text, { format: "openmetrics" });

    expect(point).toMatchObject({ type: "summary", count: 1, sum: 0.5 });
    expect(point?.quantiles.map(({ q }) => q)).toEqual([0.5, 0.95, 0.99]);
  });
});

describe("a gauge", () => {
  it("is its value; NaN is none, and what is infinite is counted", () => {
    const target = new ATarget();

    expect(target.scrape("x 1.5\ny NaN\nz +Inf")).toMatchObject([{ name: "x", value: 1.5 }]);
    expect(target.context.refused("prometheus")).toEqual({ "not-finite": 1 });
  });

  it("with a time of its own is stored once at it", () => {
    const target = new ATarget();
    const time = String(startUnixNano / 1_000_000n);

    expect(target.scrape(`x 1 ${time}`)).toMatchObject([{ time: at(0) }]);
    expect(target.scrape(`x 1 ${time}`)).toEqual([]);
    expect(target.context.refused("prometheus")).toEqual({});
  });

  it("of a time that cannot be is refused", () => {
    const target = new ATarget();

    expect(target.scrape("x 1 -5\ny 1 1e18\nz 1 1e300")).toEqual([]);
    expect(target.context.refused("prometheus")).toEqual({ "time-out-of-range": 3 });
  });
});

describe("a target that says the same each time", () => {
  const text = "x 1\ny_total 5\n";

  it("is written down every 15 seconds", () => {
    const target = new ATarget();
    target.source = { ...target.source, isThinned: true };

    const counts = [0, 1, 2, 3].map(() => target.scrape(text).length);

    expect(counts).toEqual([2, 0, 0, 2]);
  });

  it("is written down at once when it changes", () => {
    const target = new ATarget();
    target.source = { ...target.source, isThinned: true };
    target.scrape(text);
    target.scrape(text);

    expect(target.scrape("x 1\ny_total 6\n")).toMatchObject([{ name: "y_total", value: 1 }]);
  });
});

describe("exemplars", () => {
  const exemplar = (labels: string, value: number, time: string) =>
    `# TYPE x counter\nx_total 5 # {${labels}} ${value} ${time}\n# EOF`;
  const scrape = (target: ATarget, text: string) =>
    target.scrape(text, { format: "openmetrics" })[0]?.exemplars;

  it("carry trace and span, value, time and the rest of their labels", () => {
    const text = exemplar(
      'trace_id="5B8EFFF798038103D269B633813FC60C",spanId="eee19b7ec3c1b174",user="a } b"',
      0.67,
      "1700000000.5",
    );

    expect(scrape(new ATarget(), text)).toEqual([
      {
        time: "2023-11-14T22:13:20.500000000Z",
        value: 0.67,
        traceId: "5b8efff798038103d269b633813fc60c",
        spanId: "eee19b7ec3c1b174",
        attributes: { user: "a } b" },
      },
    ]);
  });

  it("are stored once, however often they are exposed", () => {
    const target = new ATarget();
    const text = exemplar('a="b"', 1, "1700000000.5");

    expect([scrape(target, text), scrape(target, text)]).toMatchObject([[{ value: 1 }], []]);
  });

  it("that are new are stored although nothing else is", () => {
    const target = new ATarget();
    target.source = { ...target.source, isThinned: true };
    scrape(target, exemplar('a="b"', 1, "1700000000.5"));

    expect(scrape(target, exemplar('a="b"', 1, "1700000001.5"))).toHaveLength(1);
  });

  it.each(["1", '{a="b"', '{a="b"} x', "{a} 1", "{}"])("like %s are left out", (text) => {
    const target = new ATarget();
    const [point] = target.scrape(`x_total 5 # ${text}\n# EOF`, { format: "openmetrics" });

    expect(point).toMatchObject({ total: 5, exemplars: [] });
  });
});

it("a series past the bound of the store is counted, the others are stored", () => {
  const target = new ATarget();
  target.context.intake.series = () => undefined;

  expect(target.scrape("x 1\ny 2")).toEqual([]);
});

it("points that could not be stored are made again", () => {
  const target = new ATarget();
  target.scrape("x_total 100");
  const { readings } = target.read("x_total 107");
  const now = target.context.clock + seconds(5);
  target.maker.pointsOf(readings, target.source, now).undo();

  expect(target.scrape("x_total 107", { after: 6 })).toMatchObject([{ value: 7 }]);
});
