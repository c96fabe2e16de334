import { describe, expect, it } from "vitest";
import { aStatsd, brief } from "./harness";

const counter = (name: string, value: number, more: object = {}) => ({
  name,
  type: "counter",
  value,
  ...more,
});
const gauge = (name: string, value: number, more: object = {}) => ({
  name,
  type: "gauge",
  value,
  ...more,
});
const set = (name: string, value: number, more: object = {}) => ({
  name,
  type: "set",
  value,
  ...more,
});
const samples = (name: string, values: number[], more: object = {}) => {
  const sum = values.reduce((a, b) => a + b, 0);
  return {
    name,
    type: "histogram",
    value: sum / values.length,
    count: values.length,
    sum,
    min: Math.min(...values),
    max: Math.max(...values),
    ...more,
  };
};
const ms = { unit: "ms" };
const tags = (of: object) => ({ tags: of });
const envTags = tags({ env: "dev", ok: "" });
const envTrueTags = tags({ env: "dev", ok: "1" });

const table: [datagram: string, ...points: object[]][] = [
  // etsy's statsd
  ["gorets:1|c", counter("gorets", 1)],
  ["gorets:1|c|@0.1", counter("gorets", 10)],
  ["gorets:-3|c", counter("gorets", -3)],
  ["gorets:1|c\n", counter("gorets", 1)],
  ["gorets:1|c\r\n\r\ngorets:2|c\r\n", counter("gorets", 3)],
  ["\n\n  \na:1|c\n\n", counter("a", 1)],
  ["a:1|c\0", counter("a", 1)],
  [
    "db.q:320|ms|@0.5\ndb.q:120|ms\nq.len:333|g\nu:42|s",
    { ...samples("db.q", [320, 320, 120], ms) },
    gauge("q.len", 333),
    set("u", 1),
  ],
  ["q.len:333|g\nq.len:-10|g", gauge("q.len", 323)],
  ["q.len:-10|g", gauge("q.len", -10)],
  ["q.len:0|g\nq.len:-5|g", gauge("q.len", -5)],
  ["q.len:10|g\nq.len:+4|g\nq.len:-2|g", gauge("q.len", 12)],
  ["q.len:10|g|@0.1", gauge("q.len", 10)],
  ["a.b:1|c:2|c:3|ms", counter("a.b", 3), samples("a.b", [3], ms)],
  ["a.b:1|c|@0.5:2|c", counter("a.b", 4)],
  ["a.b:1|c:2|c|#x:y", counter("a.b", 3, tags({ x: "y" }))],
  ["a.b:1:2|c:3|c", counter("a.b", 6)],
  ["u:a|s\nu:b|s\nu:a|s", set("u", 2)],
  ["u:|s\nu:0|s", set("u", 1)],
  ["u:x|s|@0.1", set("u", 1)],
  ["t:12.000000|ms", samples("t", [12], ms)],
  ["m:2|m", counter("m", 2)],
  ["h:2|h\nh:4|h", samples("h", [2, 4])],
  ["h:-2|h", samples("h", [-2])],
  ["n:1e3|c", counter("n", 1000)],
  ["n:.5|c", counter("n", 0.5)],
  ["n:+4|c", counter("n", 4)],
  ["n:1.|c", counter("n", 1)],
  ["n:0.1|g", gauge("n", 0.1)],
  ["n:12345678901234567890|g", gauge("n", 12345678901234567890)],
  ["n:1e-7|g", gauge("n", 1e-7)],
  ["n:5|c|@1", counter("n", 5)],
  ["n:5|c|@1.0", counter("n", 5)],
  ["n:5|c|@0", counter("n", 5)],
  ["n:5|c|@2", counter("n", 5)],
  ["n:5|c|@-1", counter("n", 5)],
  [".name:1|c\nname.:1|c", counter(".name", 1), counter("name.", 1)],
  ["größe:1|c|#ort:Zürich 🏔", counter("größe", 1, tags({ ort: "Zürich 🏔" }))],
  ["a:b:c:1|c", counter("a:b:c", 1)],
  ["a:b:1:2|c", counter("a:b:1", 2)], // which of them are values cannot be known
  ["my name/x:1|c", counter("my name/x", 1)],
  ["na\u0000me:1|c", counter("na_me", 1)],

  ["", ...[]],
  ["\n\r\n\0", ...[]],
  ["n:0|ms", samples("n", [0], ms)],
  ["n:1|c|@0.000001", counter("n", 1_000_000)],
  [`${"n".repeat(1024)}:1|c`, counter("n".repeat(1024), 1)],
  [`n:1|c|#a:${"v".repeat(8187)}`, counter("n", 1, tags({ a: "v".repeat(8187) }))],

  // tag dialects
  ["req:1|c|#env:dev,ok", counter("req", 1, envTags)],
  ["req,env=dev,ok=1:1|c", counter("req", 1, envTrueTags)],
  ["req#env=dev,ok=1:1|c", counter("req", 1, envTrueTags)],
  ["req[env=dev,ok=1]:1|c", counter("req", 1, envTrueTags)],
  ["re[env=dev,ok=1]q:1|c", counter("req", 1, envTrueTags)],
  ["req[url=http://x/]:1|c", counter("req", 1, tags({ url: "http://x/" }))],
  ["req;env=dev:1|c", counter("req", 1, tags({ env: "dev" }))],
  ["req;env=dev;ok=1:1|ms|@0.5", { ...samples("req", [1, 1], ms), ...envTrueTags }],
  ["req,env=dev:1|c|#env:prod", counter("req", 1, tags({ env: "prod" }))],
  ["a,b:1|c", counter("a,b", 1)],
  ["a[b:1|c", counter("a[b", 1)],

  // DogStatsD
  [
    "page.views:1:2:32|d|#env:dev,canary|c:ci-83c0a99c0a54|card:low",
    samples(
      "page.views",
      [1, 2, 32],
      tags({ canary: "", "container.id": "83c0a99c0a54", env: "dev" }),
    ),
  ],
  ["song.length:240:234|h|@0.5", samples("song.length", [240, 240, 234, 234])],
  ["page.views:15|c|#env:dev|T1656581400", counter("page.views", 15, tags({ env: "dev" }))],
  ["page.views:1:2|c|T1656581400", counter("page.views", 1), counter("page.views", 2)],
  ["users:a|s|T1656581400", set("users", 1)],
  ["users:a:b|s\nusers:a|s", set("users", 2)],
  ["n:21::22|h", samples("n", [21, 22])],
  ["n:1|c|#", counter("n", 1)],
  ["n:1|c|#,,a:b,", counter("n", 1, tags({ a: "b" }))],
  ["n:1|c|#a:b|@0.5", counter("n", 2, tags({ a: "b" }))],
  ["n:1|c|#a:b|#c:d", counter("n", 1, tags({ c: "d" }))],
  ["n:1|c|x|#a:b|", counter("n", 1, tags({ a: "b" }))],
  ["n:1|c|@0.5|@0.1", counter("n", 10)],
  [
    "n:1|c|card:orchestrator|#dd.internal.jmx_check_name:kafka",
    counter("n", 1, tags({ "jmx.check_name": "kafka" })),
  ],
  ["_scale:1|c\n_e:2|c", counter("_e", 2), counter("_scale", 1)],
  ["n:1|c|#url:http://x/@me y", counter("n", 1, tags({ url: "http://x/@me y" }))],
  ["n:1|c|#a:1,a:2,a:1", counter("n", 1, tags({ a: ["1", "2"] }))],
  ["n:1|c|#b:1,a:2\nn:1|c|#a:2,b:1", counter("n", 2, tags({ a: "2", b: "1" }))],
  ["n:1|c|#:v", counter("n", 1, tags({ ":v": "" }))],
  ["n:1|c|#__proto__:x", counter("n", 1, tags(JSON.parse('{"__proto__":"x"}')))],
  ["n:1|c|#host:web1", counter("n", 1, tags({ "host.name": "web1" }))],
  ["n:1|c|#host:", counter("n", 1)],
  ["n:1|c|#dd.internal.entity_id:abc-1", counter("n", 1, tags({ "k8s.pod.uid": "abc-1" }))],
  ["n:1|c|#dd.internal.card:high", counter("n", 1)],
  ["n:1|c|#service:shop,env:dev", counter("n", 1, { service: "shop", ...tags({ env: "dev" }) })],
  ["n:1|c|c:abc123", counter("n", 1, tags({ "container.id": "abc123" }))],
  ["n:1|c|c:cid-abc", counter("n", 1, tags({ "container.id": "abc" }))],
  [
    "n:1|c|c:ci-abc,in-4026531835",
    counter("n", 1, tags({ "cgroup.inode": "4026531835", "container.id": "abc" })),
  ],
  [
    "n:1|c|e:it-false,cn-web,pu-77",
    counter("n", 1, tags({ "k8s.container.name": "web", "k8s.pod.uid": "77" })),
  ],
  ["n:3|ms|T1656581400", samples("n", [3], ms)],
  ["n:5|g|#a:b\nn:-5|g|#a:b", gauge("n", -5, tags({ a: "b" }))],
  ["n:5|g|#a:b\nn:+5|g|#a:b", gauge("n", 10, tags({ a: "b" }))],
];

describe("a datagram becomes metric points", () => {
  it.each(table)("%s", async (datagram, ...points) => {
    const statsd = aStatsd();

    statsd.send(datagram);

    expect((await statsd.flush()).map(brief)).toEqual(points);
    expect(statsd.refused("statsd")).toEqual({});
  });

  it.each(table)("and means the same when its call sites are known: %s", async (datagram) => {
    const first = aStatsd();
    const second = aStatsd();
    first.send(datagram);
    second.send(datagram);
    await second.flush();

    second.send(datagram);

    const expected = (await first.flush()).map(brief).filter(({ type }) => type !== "gauge");
    const found = (await second.flush()).map(brief).filter(({ type }) => type !== "gauge");
    expect(found).toEqual(expected);
  });
});

describe("a line that cannot be read is counted with its reason", () => {
  it.each([
    ["gorets", "no-value"],
    ["gorets|c", "no-value"],
    ["gorets:|c", "no-value"],
    ["n:::|c", "no-value"],
    ["gorets:1", "no-type"],
    ["gorets:1|", "no-type"],
    ["gorets:1|q", "unknown-type"],
    ["gorets:1|C", "unknown-type"],
    [":1|c", "no-name"],
    ["[a=b]:1|c", "no-name"],
    ["n:x|c", "bad-value"],
    ["n:0x10|c", "bad-value"],
    ["n:NaN|c", "bad-value"],
    ["n:Inf|g", "bad-value"],
    ["n:-Infinity|g", "bad-value"],
    ["n:1e999|g", "bad-value"],
    ["n:1e308|c|@0.0001", "bad-value"],
    ["n:1e|c", "bad-value"],
    ["n:1 2|c", "bad-value"],
    ["n:--1|c", "bad-value"],
    ["n:1:x:3|h", "bad-value"],
    ["n:-1|ms", "negative-timing"],
    ["n:1|c|@", "bad-rate"],
    ["n:1|c|@x", "bad-rate"],
    ["n:1|c|T", "bad-timestamp"],
    ["n:1|c|T-5", "bad-timestamp"],
    ["n:1|c|T1.5", "bad-timestamp"],
    ["n:1|g|T1700000000000", "bad-timestamp"],
    [`${"n".repeat(2000)}:1|c`, "name-too-long"],
    [`n:1|c|#${"n".repeat(9000)}`, "tags-too-long"],
    ["_e{5,4}title|text", "bad-event"],
    ["_e{0,4}:|text", "bad-event"],
    ["_e{}:a|b", "bad-event"],
    ["_sc|name|4", "bad-service-check"],
    ["_sc|name|00", "bad-service-check"],
    ["_sc||1", "bad-service-check"],
    ["_sc|name", "bad-service-check"],
  ])("%s", async (line, reason) => {
    const statsd = aStatsd();

    statsd.send(`before:1|c\n${line}\nafter:1|c`);

    const names = (await statsd.flush()).map(({ series }) => series.name);
    expect(names).toEqual(["after", "before"]);
    expect(statsd.refused("statsd")).toEqual({ [reason]: 1 });
    expect(statsd.counters.refusals("statsd")[0]).toMatchObject({
      reason,
      sample: line.slice(0, 1024),
    });
    expect(statsd.logs).toEqual([]);
  });
});
