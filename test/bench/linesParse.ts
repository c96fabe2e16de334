// Lines alone: bytes → entries → records, lines a second of processor time on one thread; no sockets, no store.
// Method: 64 KiB chunks of 20,000 lines made in advance, pushed in turn for three seconds after one of warming up.
// Run: npx esbuild test/bench/linesParse.ts --bundle --platform=node --outfile=dist/bench/linesParse.cjs && node dist/bench/linesParse.cjs

import { Roles } from "../../src/collector/pipeline/roles";
import { LineAssembler } from "../../src/collector/receivers/lines/lineAssembler";
import { LineParser } from "../../src/collector/pipeline/text/lineParser";
import type { LogRecord } from "../../src/shared/record";

const count = 20_000;
const chunkBytes = 64 * 1024;
const resource = { id: 1, service: "bench", attributes: "{}", run: "" };

const requestId = (i: number) => `6fafaa91-eca0-4d4a-a9f8-0c441a0${10_000 + (i % 1000)}`;
const second = (i: number) => String(i % 60).padStart(2, "0");

measure("JSON, 200 bytes", (i) =>
  JSON.stringify({
    level: "info",
    timestamp: `2024-01-01T10:00:${second(i)}.123456Z`,
    logger: "app.fetch",
    event: `fetched url ${i}`,
    url: `https://example.com/${i}`,
    status: 200,
    took_ms: i % 300,
    request_id: requestId(i),
  }),
);
measure("pino", (i) =>
  JSON.stringify({
    level: 30,
    time: 1_704_103_200_000 + i,
    pid: 7,
    hostname: "h",
    reqId: requestId(i),
    msg: "fetched",
    url: `/${i}`,
  }),
);
measure(
  "logfmt",
  (i) =>
    `time=2024-01-01T10:00:${second(i)}Z level=info msg="fetched url" n=${i} url=/x/${i} request_id=${requestId(i)}`,
);
measure(
  "Python's format",
  (i) =>
    `2024-01-01 10:00:${second(i)},123 - 89195 - INFO - app.fetch - fetched url ${i} in ${i % 300} ms`,
);
measure(
  "access log",
  (i) =>
    `127.0.0.1 - - [17/Oct/2018:20:18:${second(i)} +0100] "GET /a/${i} HTTP/1.1" 200 ${i} "-" "curl/8.0"`,
);
measure(
  "plain text",
  (i) => `the worker fetched url number ${i} and stored the result in the table of results`,
);

function measure(name: string, line: (i: number) => string): void {
  if (process.argv[2] !== undefined && !name.startsWith(process.argv[2])) return;
  const body = Buffer.from(`${Array.from({ length: count }, (_, i) => line(i)).join("\n")}\n`);
  let records: LogRecord[] = [];
  const parser = new LineParser(new Roles());
  const assembler = new LineAssembler((entry) => {
    parser.parse(
      entry.text,
      { receiver: "lines", resource, observedTimeUnixNano: 1n },
      records,
      entry.wrapping,
    );
  });
  const round = () => {
    for (let at = 0; at < body.length; at += chunkBytes) {
      assembler.push(1, body.subarray(at, at + chunkBytes), 0, 1n);
      records = [];
    }
  };
  const until = (seconds: number) => {
    const start = process.cpuUsage();
    let rounds = 0;
    let spent = 0;
    for (; spent < seconds; rounds++) {
      round();
      const { user, system } = process.cpuUsage(start);
      spent = (user + system) / 1e6;
    }
    return (rounds * count) / spent;
  };
  until(1);
  console.log(
    `${name.padEnd(20)} ${Math.round(until(3) / 1000)} k lines/s of processor time, ${Math.round(body.length / count)} B a line`,
  );
}
