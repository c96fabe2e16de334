import { describe, expect, it } from "vitest";
import { readMessage } from "../../../src/shared/patterns/readMessage";
import { idOfKey, keyOfTemplate, Segments } from "../../../src/shared/patterns/segments";

const segments = new Segments();
function templateOf(message: string): string {
  readMessage(segments, message);
  return segments.template();
}

describe("what differs by its form becomes a placeholder of its kind", () => {
  it.each([
    ["took 42 of -5 and 3.14, 1e-7", "took <num> of <num> and <num>"],
    ["task 6fafaa91-eca0-4d4a-a9f8-0c441a01790b done", "task <uuid> done"],
    ["id UUID('6fafaa91-eca0-4d4a-a9f8-0c441a01790b')", "id UUID('<uuid>')"],
    ["from 10.0.0.7:43 to ::1 and fe80::1ff:fe23:4567:890a", "from <ip> to <ip> and <ip>"],
    ["trace 0af7651916cd43dd8448eb211c80319c at 0xffee", "trace <hex> at <hex>"],
    ["mac 00:1b:44:11:3a:b7", "mac <hex>"],
    ["in 42ms, 1.5s or 1m30s", "in <duration> or <duration>"],
    ["got 3MiB and 200kB", "got <size> and <size>"],
    ["at 2018-10-24T13:01:47.330811Z", "at <time>"],
    ["at 2018-10-24 14:01:47,331 and 14:01:47", "at <time> and <time>"],
    ["on Fri Jun 17 20:55:07 2005", "on <time>"],
    ["[10/Oct/2000:13:55:36 -0700] GET", "[<time> <num>] GET"],
    ["mail from bob.a+x@example.com", "mail from <email>"],
    ["host db1.internal.example.com:5432 is down", "host <host> is down"],
    ["version v1.2.3 of 10.2.1-rc1", "version <version> of <version>"],
    ["key AbC123xYz987QwErTy", "key <id>"],
    [
      "token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0 ok",
      "token <id> ok",
    ],
    ["GET /posts/45326?page=2&q=x [200]", "GET /posts/<num>?<query> [<num>]"],
    ["ids [1, 2, 3] and [4]", "ids [<num>] and [<num>]"],
    ["channels 1 2 3 4 5 6 and 7 8 9 10", "channels <num> and <num>"],
    ["a 1 2 3", "a <num> <num> <num>"],
    ["worker-7 on node12 at 3rd", "worker-<num> on node<num> at <num>rd"],
    ["blk_-1608999687919862906 gone", "blk_<num> gone"],
    ["/var/x/6fafaa91-eca0-4d4a-a9f8-0c441a01790b_del", "/var/x/<uuid>_del"],
    ["100% of 12,345.67 EUR", "<num>% of <num> EUR"],
    [`relation "users" does not exist`, `relation "<str>" does not exist`],
    ["KeyError: 'user_id'", "KeyError: '<str>'"],
    [`a "two words" b "" c "42"`, `a "<str>" b "<str>" c "<num>"`],
  ])("%s", (message, template) => {
    expect(templateOf(message)).toBe(template);
  });
});

describe("words stay", () => {
  it.each([
    "Starting up.",
    "http2 over sha256 and utf8 on k8s, log4j",
    "com.example.shop.Order failed: not found",
    "can't do what isn't asked; Goin' Fast",
    "caf\u00e9 \u65e5\u672c\u8a9e \u{1f600}",
    "a-b_c/d e=f",
    "",
  ])("%s", (message) => {
    expect(templateOf(message)).toBe(message);
  });

  it("the request that a line of an access log quotes", () => {
    const line = '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.1" 200 2326 "-"';

    expect(templateOf(line)).toBe(
      '<ip> - - [<time> <num>] "GET /a.gif HTTP/<num>" <num> <num> "<str>"',
    );
  });

  it("the keys of an object", () => {
    expect(templateOf('{"endpoint": "/", "took": 5}')).toBe('{"endpoint": "<str>", "took": <num>}');
  });
});

describe("of several lines", () => {
  it("the first one counts", () => {
    expect(templateOf("\n  failed 3 times\n  at a.ts:1\n")).toBe("failed <num> times");
  });

  it("a Python traceback is known by its last", () => {
    const body =
      'Traceback (most recent call last):\n  File "a.py", line 3, in f\nValueError: bad 12\n';

    expect(templateOf(body)).toBe("Traceback (most recent call last): ValueError: bad <num>");
  });

  it("an object printed over several is read on", () => {
    expect(templateOf('{\n  "a": 1\n}')).toBe('{ "a": <num> }');
  });

  it("blanks of any kind and number are one", () => {
    expect(templateOf("a  b\tc \u00a0 d  ")).toBe("a b c d");
  });
});

it("the lines of the talk have these templates", () => {
  const lines = [
    "Goin' Fast @ http://0.0.0.0:8006",
    "Starting worker [33353]",
    "GET http://127.0.0.1:8006/ 200 829",
    '{"endpoint": "/", "level": "info", "logger": "__main__", "request_id": "UUID(\'6fafaa91-eca0-4d4a-a9f8-0c441a01790b\')", "timestamp": "2018-10-24T13:01:47.330811Z"}',
    "Start running API",
    "GET /posts/45326 [200] 42ms",
    "GET /login [500] 41ms",
    "aws-flowlogs eni-68b74954 ACCEPT TCP 199.71.0.46:43 -> 172.30.0.55:39646",
  ];

  expect(lines.map(templateOf)).toEqual([
    "Goin' Fast @ http://<ip>",
    "Starting worker [<num>]",
    "GET http://<ip>/ <num> <num>",
    '{"endpoint": "<str>", "level": "<str>", "logger": "<str>", "request_id": "<str>", "timestamp": "<time>"}',
    "Start running API",
    "GET /posts/<num> [<num>] <duration>",
    "GET /login [<num>] <duration>",
    "aws-flowlogs eni-<hex> ACCEPT TCP <ip> -> <ip>",
  ]);
});

it("the key is that of the template's text, and the same in every run", () => {
  for (const message of ["GET /posts/45326 [200] 42ms", "a  b\tc", "id 7 of 'x'", ""]) {
    readMessage(segments, message);
    expect(segments.key()).toBe(keyOfTemplate(segments.template()));
  }
  expect(idOfKey(keyOfTemplate("GET /posts/<num> [<num>] <duration>"))).toBe("bd43c6c13eb0");
});

it("hostile messages are read to their bound", () => {
  const hostile = [
    "1 a ".repeat(100_000),
    "'".repeat(5000),
    '"\\'.repeat(5000),
    "a/".repeat(50_000),
    "\ud800",
    ":".repeat(3000),
    "1:".repeat(3000),
    "a@".repeat(3000),
    "0.".repeat(3000),
  ];

  for (const message of hostile) expect(templateOf(message).length).toBeLessThan(3000);
});
