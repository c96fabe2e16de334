import { describe, expect, test } from "vitest";
import { maxEntryLines } from "../../../../src/collector/pipeline/text/entryGrouper";
import { LineAssembler, type Entry } from "../../../../src/collector/receivers/lines/lineAssembler";
import { maxLineLength } from "../../../../src/collector/receivers/lines/lineSplitter";

function assemble() {
  const entries: Entry[] = [];
  let truncated = 0;
  const assembler = new LineAssembler(
    (entry) => entries.push(entry),
    () => truncated++,
  );
  return {
    assembler,
    entries,
    truncated: () => truncated,
    texts: () => entries.map((entry) => entry.text),
    push: (text: string, stream = 1, nowMs = 0) =>
      assembler.push(stream, Buffer.from(text), nowMs, BigInt(nowMs)),
    flush: () => assembler.flush(0, 0n),
  };
}

/** What is printed, and the entries it must become. */
function entriesOf(text: string): string[] {
  const { push, flush, texts } = assemble();
  push(text);
  flush();
  return texts();
}

/** Each is one entry. */
const wholes: Record<string, string> = {
  "loguru's traceback, which marks where it was caught": `2024-01-01 10:00:00.365 | ERROR    | __main__:<module>:7 - What?!
Traceback (most recent call last):

> File "/app/lo.py", line 6, in <module>
    try: f(0)
         └ <function f at 0x7f88969d1580>

  File "/app/lo.py", line 5, in f
    def f(x): return 1/x

ZeroDivisionError: division by zero`,
  "java.util.logging's two lines and its trace": `Nov 29, 2023 6:17:38 AM shop.Cart main
SEVERE: no cart
java.lang.IllegalStateException: broken
\tat shop.Cart.deep(Cart.java:3)
Caused by: java.lang.RuntimeException: cause
\t... 2 more`,
  "Spring's error, whose trace stands below a blank line": `2024-01-01T10:00:00.123Z ERROR 1 --- [main] o.s.boot.SpringApplication : failed

org.acme.StoreException: x
\tat App.main(App.java:9)`,
  "a message of Spring that begins with a line feed": `2024-01-01T10:00:00.123Z  WARN 1 --- [main] ionWarnings :

** WARNING ** : Your context`,
  "a Ruby log record with a trace": `E, [2024-01-01T10:00:00.123456 #12] ERROR -- : no cart (ArgumentError)
a.rb:2:in \`f'
a.rb:4:in \`<main>'`,
  "an error of PHP with its cause": `PHP Fatal error:  Uncaught InvalidArgumentException: inner in /app/a.php:4
Stack trace:
#0 /app/a.php(6): f()
#1 {main}

Next RuntimeException: no cart in /app/a.php:4
Stack trace:
#0 {main}
  thrown in /app/a.php on line 4`,
  "a warning of Node": `(node:4072) [DEP0999] DeprecationWarning: deprecated thing
(Use \`node --trace-deprecation ...\` to show where the warning was created)`,
  "a table": `┌─────────┬───┐
│ (index) │ a │
├─────────┼───┤
│ 0       │ 1 │
└─────────┴───┘`,
  "a long message of Rich": `           WARNING  a message that needs to be wrapped   ri.py:5
                    as it is longer than eighty columns`,
  "a Python traceback": `Traceback (most recent call last):
  File "/app/m.py", line 3, in f
    1/0
    ~^~
ZeroDivisionError: division by zero`,
  "a Python log record with a traceback": `2018-10-24 14:01:47,331 - 89195 - ERROR - main - failed
Traceback (most recent call last):
  File "/app/m.py", line 3, in f
    1/0
ZeroDivisionError: division by zero`,
  "chained Python tracebacks": `Traceback (most recent call last):
  File "/app/a.py", line 1, in f
    1/0
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/b.py", line 2, in g
    raise X
X`,
  "a Python exception group": `  + Exception Group Traceback (most recent call last):
  |   File "/app/g.py", line 5, in f
  | ExceptionGroup: x (1 sub-exception)
  +-+---------------- 1 ----------------
    | ValueError: y
    +------------------------------------`,
  "Python's chained errors with messages and notes of several lines": `Traceback (most recent call last):
  File "/app/b.py", line 2, in <module>
    1/0
    ~^~
ZeroDivisionError: division by zero
a note
with two lines

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/b.py", line 5, in <module>
    raise RuntimeError("wrapped\\n\\nbody") from e
RuntimeError: wrapped

body

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/b.py", line 7, in <module>
    raise OSError("end\\n  indented")
OSError: end
  indented`,
  "pydantic's error of several fields": `Traceback (most recent call last):
  File "/app/c.py", line 1, in g
    Model(field="x")
pydantic_core._pydantic_core.ValidationError: 2 validation errors for Model
field
  Input should be a valid integer [type=int_parsing, input_value='x', input_type=str]
    For further information visit https://errors.pydantic.dev/2.5/v/int_parsing
items.0.name
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.5/v/missing`,
  "a Python exception group whose messages have several lines, and what it led to": `Traceback (most recent call last):
  File "/app/d.py", line 5, in <module>
    raise KeyError("k")
KeyError: 'k'

During handling of the above exception, another exception occurred:

  + Exception Group Traceback (most recent call last):
  |   File "/app/d.py", line 7, in <module>
  |     raise ExceptionGroup("many\\nlines", [a])
  | ExceptionGroup: many
lines (3 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/app/d.py", line 2, in <module>
    |     raise ValueError("one\\nmore")
    | ValueError: one
more
    +---------------- 2 ----------------
    | Traceback (most recent call last):
    |   File "/app/d.py", line 5, in <module>
    |     raise KeyError("k")
    | KeyError: 'k'
    +---------------- 3 ----------------
    | ExceptionGroup: in (1 sub-exception)
    +-+---------------- 1 ----------------
      | TypeError: t

u
      +------------------------------------

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/d.py", line 9, in <module>
    raise OSError("end")
OSError: end`,
  "a Java log record with a cause": `2024-01-01 10:00:00,123 ERROR [main] Cls: failed
java.lang.IllegalStateException: x
\tat a.B.c(B.java:1)
Caused by: java.io.IOException: y
\tat a.D.e(D.java:2)
\t... 12 more`,
  "a Node error with a code": `TypeError: x
    at f (/app/a.js:1:2) {
  code: 'ERR',
  [cause]: Error: y
      at g (/app/b.js:3:4)
}`,
  "an uncaught Node error": `/app/x.js:3
        throw new Error("x");
        ^

Error: x
    at Object.<anonymous> (/app/x.js:3:9)

Node.js v20.1.0`,
  "an uncaught error of Node whose statement stands at the margin": `/app/x.js:3
throw new Error("x");
^

Error: x
    at Object.<anonymous> (/app/x.js:3:7)

Node.js v20.1.0`,
  "a module that Node does not find": `node:internal/modules/cjs/loader:1210
  throw err;
  ^

Error: Cannot find module './y'
Require stack:
- /app/x.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/app/x.js' ]
}

Node.js v20.1.0`,
  "what is thrown in Node and is no error": `/app/x.js:3
throw "no such cart" + "\\nat all";
^
no such cart
at all
(Use \`node --trace-uncaught ...\` to show where the exception was thrown)

Node.js v20.1.0`,
  "an error of Node whose message has lines": `request failed: TypeError: Invalid call:

{
  data: 1
}

An argument is missing.
    at f (/app/a.js:1:2)`,
  "an exception of Java whose message has lines": `2024-01-01 10:00:00,123 ERROR [main] Cls: failed
java.lang.IllegalStateException: x
of two lines
\tat a.B.c(B.java:1)
Caused by: java.io.IOException: y
of two lines
\tat a.D.e(D.java:2)`,
  "an error of PHP whose message has lines": `PHP Fatal error:  Uncaught E: x
of two lines in /p/f.php:12
Stack trace:
#0 {main}
  thrown in /p/f.php on line 12`,
  "a Go panic": `panic: boom

goroutine 1 [running]:
main.(*T).f(0x1, {0x2, 0x3})
\t/app/main.go:4 +0x1d
created by main.g in goroutine 1
\t/app/main.go:9 +0x2
exit status 2`,
  "a Rust panic": `thread 'main' panicked at src/main.rs:2:5:
boom
stack backtrace:
   0: std::panicking
             at /rustc/x/y.rs:1:1
note: run with \`RUST_BACKTRACE=full\``,
  "a C# exception": `Unhandled exception. System.Exception: x
 ---> System.IO.IOException: y
   at A.B() in /app/A.cs:line 3
   --- End of inner exception stack trace ---
   at C.D()`,
  "a PHP fatal error": `PHP Fatal error:  Uncaught E: x in /p/f.php:12
Stack trace:
#0 /p/f.php(12): C->m()
#1 {main}
  thrown in /p/f.php on line 12`,
  "a Ruby error": `f.rb:12:in 'C#m': msg (Err)
\tfrom f.rb:1:in '<main>'`,
  ".NET's console": "info: Cat[0]\n      Hello",
  "sanic's extra values": "Main  2024-01-01 10:00:00 +0000 INFO: msg\nuser=7\npath=/a b",
  "a pretty-printed object": `{
  "a": 1,
  "b": {
    "c": [
      2
    ]
  }
}`,
  "an inspected object": "request {\n  id: 1,\n  list: [\n    2,\n  ],\n}",
};

describe("one entry", () => {
  test.each(Object.entries(wholes))("is %s", (_, text) => {
    expect(entriesOf(`before\n${text}\nafter\n`)).toEqual(["before", text, "after"]);
  });

  test.each(Object.entries(wholes))("of %s is the same however its bytes are cut", (_, text) => {
    const { push, flush, texts } = assemble();

    for (const character of `${text}\n`.replaceAll("\n", "\r\n")) push(character);
    flush();

    expect(texts()).toEqual([text]);
  });
});

const group =
  "  + Exception Group Traceback (most recent call last):\n  | E: x (1 sub-exception)\n    +-+----\n    | Traceback (most recent call last):\n    | E: y\n    +----";
const trace = 'Traceback (most recent call last):\n  File "a", line 1\nE: x';

describe("entries of their own", () => {
  test.each([
    ["plain lines", "a\nb\n\nc\n", ["a", "b", "c"]],
    ["objects", '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ["an object behind text", 'a\n{"b":2}\n', ["a", '{"b":2}']],
    [
      "an error that follows harmless text",
      "2024-01-01 10:00:00 INFO fine\nTypeError: x\n    at f (/a.js:1:2)\n",
      ["2024-01-01 10:00:00 INFO fine", "TypeError: x\n    at f (/a.js:1:2)"],
    ],
    [
      "lines after a traceback",
      'Traceback (most recent call last):\n  File "a", line 1\nE: x\nnext\n',
      ['Traceback (most recent call last):\n  File "a", line 1\nE: x', "next"],
    ],
    [
      "a traceback's line of an error, and several behind it",
      `${trace}\nlistening\n\non\n  port 80\nready\n`,
      [trace, "listening", "on\n  port 80", "ready"],
    ],
    [
      "a record between two tracebacks of a chain",
      `${trace}\nINFO ready\n\nDuring handling of the above exception, another exception occurred:\n\n${trace}\n`,
      [
        trace,
        "INFO ready",
        "During handling of the above exception, another exception occurred:",
        trace,
      ],
    ],
    [
      "lines behind pydantic's error",
      `${trace}: 1 validation error for Model\nfield\n  Field required [type=missing]\nlistening\n  on 80\n`,
      [
        `${trace}: 1 validation error for Model\nfield\n  Field required [type=missing]`,
        "listening\n  on 80",
      ],
    ],
    [
      "lines behind an exception group",
      `${group}\nlistening\nready\n`,
      [group, "listening", "ready"],
    ],
    [
      "an error that was logged and then raised again",
      'ERROR:root:failed\nTraceback (most recent call last):\n  File "a", line 1\nE: x\n' +
        'Traceback (most recent call last):\n  File "b", line 2\nE: x\n',
      [
        'ERROR:root:failed\nTraceback (most recent call last):\n  File "a", line 1\nE: x',
        'Traceback (most recent call last):\n  File "b", line 2\nE: x',
      ],
    ],
    [
      "records of Rich under one time",
      "[06:15:52] INFO     one        a.py:5\n           DEBUG    two        a.py:6\n",
      ["[06:15:52] INFO     one        a.py:5", "           DEBUG    two        a.py:6"],
    ],
    [
      "lines that are all indented alike",
      "  <-- GET /a\n  --> GET /a 200 1ms 2b\n",
      ["  <-- GET /a", "  --> GET /a 200 1ms 2b"],
    ],
    [
      "an exception that is printed after PHP's warning",
      "PHP Warning:  x in /a.php on line 3\nInvalidArgumentException: y in /a.php:4\nStack trace:\n#0 {main}\n",
      [
        "PHP Warning:  x in /a.php on line 3",
        "InvalidArgumentException: y in /a.php:4\nStack trace:\n#0 {main}",
      ],
    ],
    [
      "a blank message of Spring and the record behind it",
      "2024-01-01T10:00:00.123Z  INFO 1 --- [main] c.e.Cls : \n2024-01-01T10:00:00.124Z  INFO 1 --- [main] c.e.Cls : b\n",
      [
        "2024-01-01T10:00:00.123Z  INFO 1 --- [main] c.e.Cls : ",
        "2024-01-01T10:00:00.124Z  INFO 1 --- [main] c.e.Cls : b",
      ],
    ],
    ["steps, of which one is the next", "step 1\nNext step: 2\n", ["step 1", "Next step: 2"]],
    ["a severe line, a blank one and another", "ERROR a\n\nb\n", ["ERROR a", "b"]],
    [
      "lines behind an error that has no stack",
      "Error: no cart\n\nlistening\n  on 80\nlistening\n",
      ["Error: no cart", "listening\n  on 80", "listening"],
    ],
    [
      "an error without a stack, a line, and an error with one",
      "Error: no cart\nlistening\nTypeError: x\n    at f (/a.js:1:2)\n",
      ["Error: no cart", "listening", "TypeError: x\n    at f (/a.js:1:2)"],
    ],
    [
      "an error without a stack and a record with one",
      "Error: no cart\n2024-01-01 10:00:00 ERROR y\n    at f (/a.js:1:2)\n",
      ["Error: no cart", "2024-01-01 10:00:00 ERROR y\n    at f (/a.js:1:2)"],
    ],
    [
      "an error without a stack, a line of one that has a traceback, and a line between",
      "[w] ValueError: a\n[w] ERROR failed: KeyError: 'x'\n[w] retrying\nTraceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'x'\n",
      [
        "[w] ValueError: a",
        "[w] ERROR failed: KeyError: 'x'",
        "[w] retrying",
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'x'",
      ],
    ],
    [
      "errors told in the middle of lines, of which the second has a stack",
      "[api] /cart: TypeError: no cart\n[api] GET /health\n[api] /pay: TypeError: no card\n    at pay (/app/pay.js:3:1)\n",
      [
        "[api] /cart: TypeError: no cart",
        "[api] GET /health",
        "[api] /pay: TypeError: no card\n    at pay (/app/pay.js:3:1)",
      ],
    ],
    ["a place, and lines that mark nothing", "/app/x.js:3\nb\nc\n", ["/app/x.js:3", "b", "c"]],
    [
      "more lines than a message has",
      `Error: x\n${"y\n".repeat(100)}    at f (/a.js:1:2)\n`,
      ["Error: x", ...Array.from({ length: 99 }, () => "y"), "y\n    at f (/a.js:1:2)"],
    ],
    ["a line without its end", "a\nb", ["a", "b"]],
    ["text before a lost brace", "f {\nINFO next\n", ["f {", "INFO next"]],
  ])("are %s", (_, text, expected) => {
    expect(entriesOf(text)).toEqual(expected);
  });
});

describe("order", () => {
  test("of stdout and stderr is that of their first lines, and their lines do not mix", () => {
    const { push, flush, texts } = assemble();

    push("out 1\n", 1);
    push("Traceback (most recent call last):\n", 2);
    push("out 2\n", 1);
    push('  File "a.py", line 1, in f\n', 2);
    push("E: x\n", 2);
    push("out 3\n", 1);
    flush();

    expect(texts()).toEqual([
      "out 1",
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\nE: x',
      "out 2",
      "out 3",
    ]);
  });

  test("is that of lines that might have been of an error's message, too", () => {
    const { push, flush, texts } = assemble();

    push("Error: no cart\n", 2);
    push("out 1\n", 1);
    push("listening\n", 2);
    push("out 2\n", 1);
    push("  on 80\n", 2);
    push("out 3\n", 1);
    push("ready\n", 2);
    flush();

    expect(texts()).toEqual([
      "Error: no cart",
      "out 1",
      "listening\n  on 80",
      "out 2",
      "out 3",
      "ready",
    ]);
  });

  test("is kept by an entry that ends late", () => {
    const { assembler, push, texts } = assemble();
    push("first\n", 2, 0);
    push('{"a":1}\n', 1, 10);

    expect(texts()).toEqual([]);
    assembler.flushIdle(110, 0n);

    expect(texts()).toEqual(["first", '{"a":1}']);
  });
});

describe("idling", () => {
  test("ends a single line soon, an unfinished entry later, a partial line last", () => {
    const { assembler, push, texts } = assemble();
    push("a\n", 1);
    push("Traceback (most recent call last):\n", 2);
    push("prompt> ", 3);

    assembler.flushIdle(100, 0n);
    expect(texts()).toEqual(["a"]);
    assembler.flushIdle(300, 0n);
    expect(texts()).toHaveLength(2);
    assembler.flushIdle(2000, 0n);
    assembler.flushIdle(2100, 0n);
    expect(texts()[2]).toBe("prompt> ");
    expect(assembler.isOpen).toBe(false);
  });

  test("of the last bytes does not wait for more", () => {
    const { assembler, push, texts } = assemble();
    push("no line feed", 1);

    assembler.flushIdle(300, 0n, true);
    assembler.flushIdle(400, 0n, true);

    expect(texts()).toEqual(["no line feed"]);
  });
});

describe("limits", () => {
  test("cut a line of 100 MB, tell its size and go on", () => {
    const { entries, push, flush } = assemble();
    const chunk = "x".repeat(1024 * 1024);

    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 100; i++) push(chunk);
    const held = process.memoryUsage().heapUsed - before;
    push("\nnext\n");
    flush();

    expect(entries.map(({ text }) => text.replace(/ … .*$/, "").length)).toEqual([
      maxLineLength,
      4,
    ]);
    expect(entries[0]?.text).toMatch(
      new RegExp(` … \\[${100 * 1024 * 1024 - maxLineLength} characters skipped\\]$`),
    );
    expect(held).toBeLessThan(50_000_000);
  });

  test("end an entry of too many lines; the rest is the next one", () => {
    const lines = Array.from({ length: maxEntryLines + 10 }, (_, i) => `  at f (/a.js:${i}:1)`);

    const entries = entriesOf(`Error: x\n${lines.join("\n")}\n`);

    expect(entries).toHaveLength(2);
    expect(entries.join("\n")).toBe(`Error: x\n${lines.join("\n")}`);
  });
});

describe("text", () => {
  test("of invalid UTF-8, UTF-16 and with a byte order mark is read", () => {
    const read = (bytes: Uint8Array) => {
      const { assembler, texts, flush } = assemble();
      for (const byte of bytes) assembler.push(1, Uint8Array.of(byte), 0, 0n);
      flush();
      return texts();
    };

    expect(read(Buffer.from([0x61, 0xff, 0x62, 0x0a]))).toEqual(["a\ufffdb"]);
    expect(read(Buffer.from("\ufeffä€😀\n"))).toEqual(["ä€😀"]);
    const { assembler, texts, flush } = assemble();
    assembler.push(1, Buffer.from("\ufeffhé\r\nb\n", "utf16le"), 0, 0n);
    flush();
    expect(texts()).toEqual(["hé", "b"]);
  });
});

describe("a container's wrapper", () => {
  test("of Docker comes off, and its parts are joined with the first time", () => {
    const { entries, push, flush } = assemble();

    push(
      `{"log":"ab","stream":"stdout","time":"2024-01-01T10:00:00.1Z"}\n{"log":"cd\\n","stream":"stdout","time":"2024-01-01T10:00:00.2Z"}\n`,
    );
    flush();

    expect(entries).toMatchObject([
      { text: "abcd", wrapping: { timeText: "2024-01-01T10:00:00.1Z" } },
    ]);
  });

  test("of Kubernetes comes off, and a stack trace inside is one entry", () => {
    const { entries, push, flush } = assemble();

    push(
      [
        "2024-01-01T10:00:00.1Z stderr F Traceback (most recent call last):",
        '2024-01-01T10:00:00.2Z stderr F   File "a.py", line 1, in f',
        "2024-01-01T10:00:00.3Z stdout F other",
        "2024-01-01T10:00:00.4Z stderr P E: ",
        "2024-01-01T10:00:00.5Z stderr F x",
        "",
      ].join("\n"),
    );
    flush();

    expect(entries.map(({ text }) => text)).toEqual([
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\nE: x',
      "other",
    ]);
  });

  test("of Compose, foreman and pm2 names the service", () => {
    const { entries, push, flush } = assemble();

    push("\u001b[36mshop-1  | \u001b[0mhello\n10:00:00 web.1  | hi\n0|api  | ho\na | b | c\n");
    flush();

    expect(entries.map(({ text, wrapping }) => [wrapping?.service, text])).toEqual([
      ["shop", "\u001b[0mhello"],
      ["web", "hi"],
      ["api", "ho"],
      [undefined, "a | b | c"],
    ]);
  });
});

describe("what is left out", () => {
  test("of a continuation line is said and counted", () => {
    const { push, flush, texts, truncated } = assemble();

    push(`Error: x\n  at ${"y".repeat(maxLineLength)}\n`);
    flush();

    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toMatch(/^Error: x\n {2}at y{1000}.*y … \[5 characters skipped\]$/);
    expect(truncated()).toBe(1);
  });

  test("of a container's line in parts is said and counted", () => {
    const { push, flush, texts, truncated } = assemble();
    const part = "y".repeat(maxLineLength - 100);

    push(`2024-01-01T10:00:00Z stdout P ${part}\n`.repeat(2));
    push("2024-01-01T10:00:00Z stdout F z\n");
    flush();

    expect(texts()[0]?.slice(-50)).toMatch(/y … \[261945 characters skipped\]$/);
    expect(truncated()).toBe(1);
  });

  test("is not a character cut off at the end", () => {
    const { assembler, flush, texts } = assemble();

    assembler.push(1, Buffer.from([0x61, 0xc3]), 0, 0n);
    flush();

    expect(texts()).toEqual(["a\ufffd"]);
  });
});

test("long entries do not wait for an older one without end", () => {
  const { push, entries } = assemble();
  push("Traceback (most recent call last):\n", 2);

  const line = `{${"x".repeat(250_000)}}\n`;
  for (let i = 0; i < 40; i++) push(line, 1);

  expect(entries.length).toBeGreaterThan(30);
});

test("lines that may go on an open entry are open with it", () => {
  const { assembler, push, flush } = assemble();

  push("a\nError: x\nof two lines\n");
  const whileHeld = assembler.openLines();
  push("    at f (/a.js:1:2)\nb\n");
  const behind = assembler.openLines();
  flush();

  expect([whileHeld, behind, assembler.openLines()]).toEqual([
    new Map([[1, 2]]),
    new Map([[1, 1]]),
    new Map(),
  ]);
});
