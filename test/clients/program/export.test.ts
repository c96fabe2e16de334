// The way out and back: what `query --output` writes, `import` reads into another store, and nothing is lost.

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withCollector } from "../../../src/cli/client";
import { finish, root, TestCollector } from "../collector";

type Json = Readonly<Record<string, unknown>>;

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const at = (i: number) => String(1_700_000_000_000_000_001n + BigInt(i));
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const resource = { attributes: [text("service.name", "shop"), text("host.name", "n-1")] };
const bodies = ["plain", "=1+1", "-5", '"quoted", and\r\nmore', "日本語 😀", " blank ", "", "'=x"];
const logs = {
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          scope: { name: "app.http" },
          logRecords: bodies.map((body, i) => ({
            timeUnixNano: at(i),
            severityNumber: i,
            body: { stringValue: body },
            traceId,
            spanId,
            eventName: i === 2 ? "an.event" : "",
            attributes: [
              text("request_id", `req-${i}`),
              text("=cmd", "@SUM"),
              { key: "took", value: { doubleValue: 0.1 + 0.2 } },
              { key: "big", value: { intValue: "9223372036854775807" } },
              { key: "ok", value: { boolValue: true } },
              { key: "list", value: { arrayValue: { values: [{ intValue: "1" }] } } },
              text("code.file.path", "src/a.ts"),
              { key: "code.line.number", value: { intValue: "7" } },
            ],
          })),
        },
      ],
    },
  ],
};
const spans = {
  resourceSpans: [
    {
      resource,
      scopeSpans: [
        {
          spans: [
            {
              traceId,
              spanId,
              parentSpanId: "00f067aa0ba902b7",
              name: "GET /a",
              kind: 2,
              startTimeUnixNano: at(0),
              endTimeUnixNano: at(1_000_000),
              status: { code: 2, message: "no" },
              events: [{ timeUnixNano: at(5), name: "exception", attributes: [text("k", "v")] }],
              links: [{ traceId, spanId, attributes: [] }],
              attributes: [text("request_id", "req-1")],
            },
          ],
        },
      ],
    },
  ],
};
const point = (more: object) => ({
  startTimeUnixNano: at(0),
  timeUnixNano: at(10),
  attributes: [text("route", "/a")],
  ...more,
});
const metrics = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        {
          metrics: [
            { name: "gauge", unit: "By", gauge: { dataPoints: [point({ asDouble: 1.5 })] } },
            {
              name: "sum",
              sum: {
                aggregationTemporality: 1,
                isMonotonic: true,
                dataPoints: [point({ asInt: "3" })],
              },
            },
            {
              name: "took",
              histogram: {
                aggregationTemporality: 1,
                dataPoints: [
                  point({
                    count: "6",
                    sum: 33,
                    min: 1,
                    max: 20,
                    explicitBounds: [1, 5, 10],
                    bucketCounts: ["1", "0", "2", "3"],
                  }),
                ],
              },
            },
          ],
        },
      ],
    },
  ],
};

/** As other receivers leave them: nothing of OTLP knows a request id of its own, a set or a running total. */
const foreign = {
  time: "2023-11-14T22:13:20.000000500Z",
  receiver: "gelf",
  attributes: {},
  seq: 1,
};
const ofOthers = [
  {
    ...foreign,
    observedTime: "2023-11-14T22:13:21.000000000Z",
    body: "from elsewhere",
    requestId: "r-9",
    traceId: "b7ad6b7169203331",
    source: { file: "b.go", line: 3 },
    service: "till",
    resource: {},
  },
  {
    ...foreign,
    durationNanos: "5",
    name: "elsewhere",
    requestId: "r-9",
    events: [],
    links: [],
    resource: {},
  },
  { ...foreign, name: "users", type: "set", value: 7 },
  { ...foreign, name: "calls", type: "counter", value: 7, total: 70 },
];

/** Numbers of this store only. */
const known = (record: Json) => without(record, "seq");
const without = (record: Json, ...names: string[]) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
const byTime = (a: Json, b: Json) => JSON.stringify(a).localeCompare(JSON.stringify(b));

describe("a way out and back", () => {
  let from: TestCollector;
  let to: TestCollector;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sidelight-files-"));
    [from, to] = [await TestCollector.start(), await TestCollector.start()];
    for (const [path, body] of Object.entries({ logs, traces: spans, metrics })) {
      const reply = await fetch(`${from.endpoints.http}/v1/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(reply.status).toBe(200);
    }
    const others = join(folder, "others.jsonl");
    writeFileSync(others, ofOthers.map((record) => JSON.stringify(record)).join("\n"));
    await done(from, "import", others);
  });
  afterAll(async () => {
    await from.stop();
    await to.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const done = async (of: TestCollector, ...args: string[]) => {
    const { code, stdout, stderr } = await of.cli(...args);
    expect(`${stdout}${stderr}`).not.toMatch(/Error|could not/);
    expect(code).toBe(0);
    return stdout;
  };
  /** Into a store with nothing in it. */
  const imported = async (path: string, signal: "logs" | "spans" | "metrics") => {
    const before = (await to.query("", signal)).length;
    await done(to, "import", path);
    return (await to.query("", signal)).slice(before) as Json[];
  };

  describe.each(["jsonl", "csv", "parquet"])("as %s", (format) => {
    it.each(["logs", "spans", "metrics"] as const)("loses nothing of %s", async (signal) => {
      const path = join(folder, `${signal}.${format}`);
      const sent = (await from.query("", signal)) as Json[];
      expect(sent.length).toBeGreaterThan(0);

      await done(from, "query", "--signal", signal, "--output", path);
      const back = await imported(path, signal);

      expect(back.map(known)).toEqual(sent.map(known));
    });
  });

  it.each(["logs", "spans", "metrics"] as const)(
    "as OTLP JSON loses nothing of %s, also not what OTLP has no place for",
    async (signal) => {
      const path = join(folder, `${signal}.otlp.jsonl`);
      const sent = (await from.query("", signal)) as Json[];

      await done(from, "query", "--signal", signal, "--output", path);
      const back = await imported(path, signal);

      expect(sent.map(({ receiver }) => receiver)).toContain("gelf");
      expect(back.map(known).sort(byTime)).toEqual(sent.map(known).sort(byTime));
    },
  );

  it("is read by a program that knows nothing of it, Parquet with its types", async () => {
    const [parquet, csv] = [join(folder, "read.parquet"), join(folder, "read.csv")];
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
    await done(from, "query", "service:shop", "--output", parquet);
    await done(from, "query", "service:shop", "--output", csv, "--columns", "message");

    const ofParquet = await rows(
      `select body, time, line, attributes->>'took' as took from '${parquet}'`,
    );
    const ofCsv = await rows(`from read_csv('${csv}', all_varchar = true)`);
    connection.closeSync();
    instance.closeSync();

    expect(ofParquet.map(({ body }) => body)).toEqual(bodies);
    // CSV has no difference between nothing and an empty text, and marks what would be a formula.
    expect(ofCsv.map(({ message }) => message ?? "")).toEqual(
      bodies.map((body) => (/^['=+-]/.test(body) ? `'${body}` : body)),
    );

    expect(ofParquet[1]).toEqual({
      body: "=1+1",
      time: expect.stringMatching(/^2023-11-1[45] /) as string,
      line: 7,
      took: "0.30000000000000004",
    });
  });

  it("has no cell in CSV that a spreadsheet takes for a formula", async () => {
    const path = join(folder, "cells.csv");
    await done(from, "query", "--output", path, "--columns", "message,=cmd,took");

    const file = readFileSync(path, "utf8");
    expect(file).toContain("'=1+1,'@SUM,0.30000000000000004\r\n");
    expect(file).toContain("message,'=cmd,took\r\n");
    expect(file).not.toMatch(/(^|,|\n)"?[=+@]/);
  });

  it("takes part of what matches, and says how many", async () => {
    const path = join(folder, "some.jsonl");
    const { stderr } = await from.cli(
      "query",
      "plain OR _exists_:event",
      "--limit",
      "1",
      "--output",
      path,
    );

    expect(stderr).toMatch(/^1 record in /);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ body: "-5" });
  });

  it("says what is wrong with what was asked", async () => {
    expect((await from.cli("query", "--output", join(folder, "x.unknown"))).code).toBe(2);
    const wrong = await from.cli("query", "a:>", "--output", join(folder, "x.csv"));
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toBe("Column 3: Nothing to compare with after >. Expected a value.\n");
    expect((await from.cli("query", "--output", join(folder, "none", "x.csv"))).code).toBe(1);
    expect((await from.cli("import", join(folder, "none.csv"))).code).toBe(1);
    expect((await from.cli("import")).code).toBe(2);
  });
});

describe("files of others", () => {
  let collector: TestCollector;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sidelight-files-"));
    collector = await TestCollector.start();
  });
  afterAll(async () => {
    await collector.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const read = async (name: string, content: string | Buffer, ...args: string[]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return collector.cli("import", path, "--json", ...args);
  };

  it("CSV of a log tool: the columns' names say what they are", async () => {
    const csv =
      "@timestamp;log.level;message;service.name;status\r\n" +
      '2026-01-02T03:04:05.678Z;warn;"slow; very";till;503\r\n' +
      "2026-01-02T03:04:06Z;;empty level;;\r\n";
    const { stdout } = await read("kibana.csv", csv, "--service", "csv");

    expect(JSON.parse(stdout)).toMatchObject({ accepted: 2, refused: 0 });
    expect(await collector.query("service:till")).toMatchObject([
      {
        time: "2026-01-02T03:04:05.678000000Z",
        severity: "WARN",
        body: "slow; very",
        attributes: { status: "503" },
        receiver: "import",
      },
    ]);
    expect(await collector.query("service:csv")).toMatchObject([{ body: "empty level" }]);
  });

  it.each([
    [
      "Kibana", // Discover's report: times as its setting "dateFormat" has them, of the user's zone
      `"@timestamp",level,message,"service.name"\n"Nov 4, 2023 @ 22:13:20.678",warn,"slow, very",kibana\n`,
      {
        time: `${new Date("2023-11-04T22:13:20.678").toISOString().slice(0, -1)}000000Z`,
        severity: "WARN",
        body: "slow, very",
        attributes: {},
      },
    ],
    [
      "Grafana", // the inspector's table of a Loki query
      `"labels","Time","Line","tsNs","id","service"\n"{""app"":""till""}",1700000000123,"slow, very",1700000000123456789,"a_1",grafana\n`,
      {
        time: "2023-11-14T22:13:20.123000000Z",
        body: "slow, very",
        attributes: { labels: '{"app":"till"}', tsNs: "1700000000123456789", id: "a_1" },
      },
    ],
    [
      "Splunk", // "Export Results" of events
      `"_raw","_time","_serial",host,index,service,sourcetype\n"level=warn slow, very","2023-11-14T22:13:20.123+0000",0,web-1,main,splunk,app\n`,
      {
        time: "2023-11-14T22:13:20.123000000Z",
        body: "level=warn slow, very",
        attributes: { _serial: "0", host: "web-1", index: "main", sourcetype: "app" },
      },
    ],
  ])("CSV as %s writes it", async (name, csv, want) => {
    const { stdout } = await read(`${name}.csv`, csv);

    expect(JSON.parse(stdout)).toMatchObject({ accepted: 1, refused: 0 });
    const [record] = await collector.query(`service:${name.toLowerCase()}`);
    expect(record).toMatchObject(want);
    expect(record?.["attributes"]).toEqual(want.attributes);
  });

  it("CSV of any shape: no cell is lost, whatever its column is called", async () => {
    const csv = "sep=,\r\n,message,message,user\n0,first,second,bob,beyond\n1,short\n";
    const { stdout } = await read("pandas.csv", csv, "--service", "odd");

    expect(JSON.parse(stdout)).toMatchObject({ accepted: 2, refused: 0 });
    expect(await collector.query("service:odd")).toMatchObject([
      {
        body: "first",
        attributes: { column1: "0", "message.3": "second", user: "bob", column5: "beyond" },
      },
      { body: "short", attributes: { column1: "1" } },
    ]);
  });

  it("CSV in UTF-16, as PowerShell and Excel write it", async () => {
    const text = "\ufeffmessage\tuser\r\nÄrger 😀\tbob\r\n";
    const { stdout } = await read("u16.csv", Buffer.from(text, "utf16le"), "--service", "u16");

    expect(JSON.parse(stdout)).toMatchObject({ accepted: 1, refused: 0 });
    expect(await collector.query("service:u16")).toMatchObject([
      { body: "Ärger 😀", attributes: { user: "bob" } },
    ]);
  });

  it("JSON of any logger, one object a line or an array of them", async () => {
    await read(
      "app.jsonl",
      '{"ts":1700000000,"lvl":"error","msg":"a line","n":0.30000000000000004}\n',
    );
    await read("app.json", '[{"level":30,"message":"a member"},\n{"message":"another member"}]');

    expect(await collector.query('"a line"')).toMatchObject([
      { time: "2023-11-14T22:13:20.000000000Z", severity: "ERROR", attributes: { n: 0.1 + 0.2 } },
    ]);
    expect(await collector.query("member")).toHaveLength(2);
  });

  it("of a name that does not say what it is, when --format does", async () => {
    const csv = "message,user\nnamed otherwise,bob\n";
    const told = await read("carts.txt", csv, "--format", "csv", "--service", "told");
    const untold = await read("carts2.txt", csv);
    const wrong = await read("carts3.txt", csv, "--format", "xml");

    expect(JSON.parse(told.stdout)).toMatchObject({ accepted: 1, refused: 0 });
    expect(await collector.query("service:told")).toMatchObject([
      { body: "named otherwise", attributes: { user: "bob" } },
    ]);
    expect(untold.code).toBe(1);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain("auto, json, csv, parquet");
  });

  it("OTLP JSON over many lines, all signals in one document", async () => {
    const { stdout } = await read(
      "all.json",
      JSON.stringify({ ...logs, ...spans, ...metrics }, null, 2),
    );

    expect(JSON.parse(stdout)).toMatchObject({ accepted: bodies.length + 4, refused: 0 });
    expect(await collector.query("", "spans")).toHaveLength(1);
  });

  it("what can be read of a broken one is kept, and the rest counted", async () => {
    const { code, stdout } = await read("broken.jsonl", 'no json\n{"msg":"whole"}\n{"msg":"ha');

    expect(JSON.parse(stdout)).toMatchObject({ accepted: 1, refused: 2 });
    expect(code).toBe(1);
    expect(await collector.query("whole")).toHaveLength(1);
  });
});

describe.skipIf(process.platform === "win32")("of many records", () => {
  const count = 15_000;
  let collector: TestCollector;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sidelight-files-"));
    collector = await TestCollector.start();
    await collector.post(
      "shop",
      Array.from({ length: count }, (_, i) => `{"message":"cart ${i} taken","user":"u-${i}"}`),
    );
  });
  afterAll(async () => {
    await collector.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("an export that is interrupted says so, and leaves the file that was there and no part of its own", async () => {
    const path = join(folder, "carts.csv");
    writeFileSync(path, "of yesterday");
    const begun = new Promise<void>((resolve) => {
      const watcher = watch(folder, (_event, name) => {
        if (name?.endsWith(".part") !== true) return;
        process.kill(collector.process.pid!, "SIGSTOP"); // so that it is never faster than the signal
        watcher.close();
        resolve();
      });
    });
    const args = [join(root, "dist/cli.js"), "query", "--output", path];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, SIDELIGHT_DATA: collector.dataPath },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));

    await begun;
    expect(readdirSync(folder)).toHaveLength(2);
    child.kill("SIGINT");
    process.kill(collector.process.pid!, "SIGCONT");

    expect(await ended).toBe(1);
    expect(stderr).toBe("Cancelled.\n");
    await expect.poll(() => readdirSync(folder)).toEqual(["carts.csv"]);
    expect(readFileSync(path, "utf8")).toBe("of yesterday");
  });

  it.each([
    ["", (accepted: number) => `big.jsonl: ${accepted} records\n`],
    ["--json", (accepted: number) => `big.jsonl","accepted":${accepted},"refused":0}\n`],
  ])(
    "an import %s that is interrupted keeps what was sent, and says how much",
    async (flag, said) => {
      const lines = 600_000;
      const paths = ["big.jsonl", "next.jsonl"].map((name) => join(folder, name));
      writeFileSync(paths[0]!, '{"msg":"ticket sold"}\n'.repeat(lines));
      writeFileSync(paths[1]!, '{"msg":"never read"}\n');
      const to = await TestCollector.start();
      try {
        const args = [
          join(root, "dist/cli.js"),
          "import",
          ...paths,
          ...(flag === "" ? [] : [flag]),
        ];
        const child = spawn(process.execPath, args, {
          env: { ...process.env, SIDELIGHT_DATA: to.dataPath },
          stdio: ["ignore", "pipe", "pipe"],
        });
        let [stdout, stderr] = ["", ""];
        child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
        const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
        await to.waitFor("ticket");

        child.kill("SIGINT");

        expect(await ended).toBe(1);
        expect(stderr).toBe(
          `Cancelled. What was imported of ${paths[0]} stays. One more file was not read.\n`,
        );
        let stored = 0;
        await withCollector(to.dataPath, async ({ collector: store }) => {
          stored = (await store.rowIndex({ signal: "logs", query: "ticket" })).total;
        });
        expect(stored).toBeGreaterThan(0);
        expect(stored).toBeLessThan(lines);
        expect(stdout.endsWith(said(stored))).toBe(true);
        expect(await to.rows("never")).toEqual([]);
      } finally {
        await to.stop();
      }
    },
  );

  it.runIf(process.platform === "linux")(
    "export and import say how far they are, on a terminal alone",
    async () => {
      const path = join(folder, "all.jsonl");
      const onTerminal = (command: string) =>
        finish("script", ["-qefc", `${process.execPath} dist/cli.js ${command}`, "/dev/null"], {
          env: { SIDELIGHT_DATA: collector.dataPath },
        });

      const out = await onTerminal(`query --output ${path}`);
      const back = await onTerminal(`import ${path}`);
      const quiet = await collector.cli("query", "--output", path);

      expect(out.stdout).toMatch(new RegExp(`\\r\\x1b\\[K[1-9]\\d* of ${count} records`));
      expect(out.stdout).toContain(`\r\x1b[K${count} records in ${path}`);
      expect(back.stdout).toMatch(/\r\x1b\[K\S+all\.jsonl: \d+ %/);
      expect(quiet.stderr).toMatch(/^30000 records in /);
    },
  );
});
