import { describe, expect, test } from "vitest";
import { readFrames, sourceOfText, topFrame } from "../../src/shared/frames";
import { cleanPath, findLocations } from "../../src/shared/locations";
import { ends, hostileLength } from "../ends";

/** Trace, then what the top own frame must be: file, line, column, function. */
const traces: Record<
  string,
  { text: string; top: [string, number, number, string]; count: number }
> = {
  python: {
    text: `Traceback (most recent call last):
  File "/app/main.py", line 40, in <module>
    run()
  File "/app/jobs/fetch.py", line 12, in run
    get(url)
    ~~~^^^^^
  File "/usr/lib/python3.12/site-packages/requests/api.py", line 73, in get
    return request("get", url)
ConnectionError: refused`,
    top: ["/app/jobs/fetch.py", 12, 0, "run"],
    count: 3,
  },
  "python chain": {
    text: `Traceback (most recent call last):
  File "/app/a.py", line 1, in inner
    1/0
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/b.py", line 9, in outer
    raise X
X`,
    top: ["/app/b.py", 9, 0, "outer"],
    count: 2,
  },
  "python group": {
    text: `  + Exception Group Traceback (most recent call last):
  |   File "/app/g.py", line 5, in f
  |     raise ExceptionGroup("x", [])
  | ExceptionGroup: x (1 sub-exception)`,
    top: ["/app/g.py", 5, 0, "f"],
    count: 1,
  },
  node: {
    text: `TypeError: Cannot read properties of undefined
    at parse (/app/node_modules/lib/index.js:3:4)
    at async Worker.run (file:///app/src/my%20worker.mjs:12:5)
    at new Job (/app/src/job.ts:7:9)
    at node:internal/process/task_queues:95:5`,
    top: ["/app/src/my worker.mjs", 12, 5, "Worker.run"],
    count: 4,
  },
  "node without names": {
    text: "Error: x\n    at /app/src/f.js:12:5\n    at Object.<anonymous> (C:\\app\\g.js:1:2)",
    top: ["/app/src/f.js", 12, 5, ""],
    count: 2,
  },
  "node eval": {
    text: "Error\n    at eval (eval at f (/app/f.js:3:1), <anonymous>:1:1)",
    top: ["/app/f.js", 3, 1, "eval"],
    count: 1,
  },
  webpack: {
    text: "Error\n    at App (webpack-internal:///./src/a.ts:1:2)",
    top: ["src/a.ts", 1, 2, "App"],
    count: 1,
  },
  browser: {
    text: "fn@http://localhost:5173/src/a.tsx?t=12:12:5\nrun@http://localhost:5173/node_modules/x/y.js:1:2",
    top: ["/src/a.tsx", 12, 5, "fn"],
    count: 2,
  },
  java: {
    text: `Exception in thread "main" com.acme.ShopException: no stock
\tat java.base/java.util.Objects.requireNonNull(Objects.java:233)
\tat app//com.acme.Shop$Cart.pay(Shop.java:42) ~[shop.jar:1.0]
\tat com.acme.Main.main(Main.kt:7)
\tat sun.misc.Native.invoke(Native Method)
Caused by: java.io.IOException: x
\t... 12 more`,
    top: ["com/acme/Shop.java", 42, 0, "com.acme.Shop$Cart.pay"],
    count: 3,
  },
  go: {
    text: `panic: boom

goroutine 1 [running]:
net/http.(*conn).serve(0xc000)
\t/usr/local/go/src/net/http/server.go:2009 +0x5f4
main.(*Shop).pay(0xc00, {0x1, 0x2})
\t/app/shop.go:12 +0x1d
created by main.main in goroutine 1
\t/app/main.go:4 +0x1d
exit status 2`,
    top: ["/app/shop.go", 12, 0, "main.(*Shop).pay"],
    count: 3,
  },
  rust: {
    text: `thread 'main' panicked at src/main.rs:2:5:
boom
stack backtrace:
   0: rust_begin_unwind
             at /rustc/abc/library/std/src/panicking.rs:597:5
   2: app::pay
             at ./src/pay.rs:9:3`,
    top: ["src/main.rs", 2, 5, ""],
    count: 3,
  },
  "rust before 1.73": {
    text: "thread 'main' panicked at 'boom', src/main.rs:2:5",
    top: ["src/main.rs", 2, 5, ""],
    count: 1,
  },
  "c#": {
    text: `Unhandled exception. Shop.StockException: none
 ---> System.Exception: inner
   at System.Linq.Enumerable.First[T](IEnumerable\`1 s)
   at Shop.Cart.Pay(Int32 n) in C:\\src\\my shop\\Cart.cs:line 12
   --- End of inner exception stack trace ---
   at Shop.Main(String[] args) in /src/Main.cs:line 3`,
    top: ["C:\\src\\my shop\\Cart.cs", 12, 0, "Shop.Cart.Pay"],
    count: 2,
  },
  ruby: {
    text: `/app/lib/shop.rb:12:in 'Shop#pay': none (StockError)
\tfrom /usr/lib/ruby/gems/3.3.0/gems/rack-3/lib/rack.rb:1:in \`call'
\tfrom bin/run.rb:1:in '<main>'`,
    top: ["/app/lib/shop.rb", 12, 0, "Shop#pay"],
    count: 3,
  },
  php: {
    text: `PHP Fatal error:  Uncaught StockException: none in /app/Shop.php:12
Stack trace:
#0 /app/vendor/x/Y.php(3): Shop->pay()
#1 /app/index.php(7): Y->run('a')
#2 [internal function]: x()
#3 {main}
  thrown in /app/Shop.php on line 12`,
    top: ["/app/Shop.php", 12, 0, ""],
    count: 4,
  },
  elixir: {
    text: `** (RuntimeError) boom
    (elixir 1.15.0) lib/enum.ex:1: Enum.map/2
    (shop 0.1.0) lib/shop.ex:12: Shop.pay/1`,
    top: ["lib/shop.ex", 12, 0, "Shop.pay/1"],
    count: 2,
  },
  sanitizer: {
    text: `==1==ERROR: AddressSanitizer: heap-use-after-free
    #0 0x4f in pay(int) /app/src/pay.c:12:3
    #1 0x7f in __libc_start_main /usr/lib/x.c:1`,
    top: ["/app/src/pay.c", 12, 3, "pay"],
    count: 2,
  },
};

describe("the top frame of a stack trace", () => {
  test.each(Object.entries(traces))("of %s is the developer's own", (_, { text, top, count }) => {
    const frame = topFrame(text);

    expect([frame?.file, frame?.line, frame?.column, frame?.function]).toEqual(top);
    expect(readFrames(text)).toHaveLength(count);
  });

  test("is a library's when all are", () => {
    expect(topFrame("E\n    at a (/x/node_modules/b.js:1:2)")?.isOwn).toBe(false);
  });

  test("tells where it stands in the text", () => {
    const text = 'Traceback:\n  File "/app/m.py", line 3, in f';

    const [frame] = readFrames(text);

    expect(text.slice(frame?.start, frame?.end)).toBe('/app/m.py", line 3');
  });

  test.each([
    ["#0 /app/vendor/x/Y.php(3): Shop->pay()", "/app/vendor/x/Y.php(3)"],
    ["    at pay (/app/shop.js:12:7)", "/app/shop.js:12:7"],
  ])("of %j the place is linked whole", (text, range) => {
    const [frame] = readFrames(text);

    expect(text.slice(frame?.start, frame?.end)).toBe(range);
  });

  test.each(["", "at home", "see #1 for more", "at 10:00:00", "a@b.example", "x\n\n\ny", "#1 (2)"])(
    "is not seen in %j",
    (text) => {
      expect(topFrame(text)).toBeUndefined();
    },
  );
});

describe("places in a text", () => {
  test.each([
    ["see src/a.ts:12:5.", "src/a.ts", 12, 5, "src/a.ts:12:5"],
    ["(./lib/b.py:3)", "lib/b.py", 3, 0, "./lib/b.py:3"],
    ["C:\\p\\f.cs(12,7): error CS1", "C:\\p\\f.cs", 12, 7, "C:\\p\\f.cs(12,7)"],
    ["c.tsx(4): x", "c.tsx", 4, 0, "c.tsx(4)"],
    ["main.go:12: boom", "main.go", 12, 0, "main.go:12"],
    ['in "/my app/f.py", line 12', "/my app/f.py", 12, 0, '/my app/f.py", line 12'],
    ["in /p/f.php on line 9", "/p/f.php", 9, 0, "/p/f.php on line 9"],
    ["file:///app/a.mjs:1:2", "/app/a.mjs", 1, 2, "file:///app/a.mjs:1:2"],
    ["http://localhost:5173/src/a.ts:1:2", "/src/a.ts", 1, 2, "http://localhost:5173/src/a.ts:1:2"],
    ["app/[id]/page.tsx:3:1", "app/[id]/page.tsx", 3, 1, "app/[id]/page.tsx:3:1"],
  ])("%j names %s", (text, file, line, column, range) => {
    const [location] = findLocations(text);

    expect(location).toMatchObject({ file, line, column });
    expect(text.slice(location?.start, location?.end)).toBe(range);
  });

  test.each([
    "example.com:8080",
    "10:20:30",
    "https://x.org/a.js:1:2",
    "v1.2:3",
    "::1:8080",
    "a.js",
  ])("are not seen in %j", (text) => {
    expect(findLocations(text)).toEqual([]);
  });

  test("serve a record without a stack", () => {
    expect(sourceOfText("main.go:12: boom")).toMatchObject({ file: "main.go", line: 12 });
    expect(sourceOfText("nothing here")).toBeUndefined();
  });
});

test("schemes of bundlers and local servers are taken off", () => {
  expect(cleanPath("webpack://shop/./src/a.ts")).toBe("src/a.ts");
  expect(cleanPath("webpack-internal:///(rsc)/./src/a.ts")).toBe("src/a.ts");
  expect(cleanPath("file:///C:/app/a.ts")).toBe("C:/app/a.ts");
  expect(cleanPath("https://example.org/a.js")).toBe("https://example.org/a.js");
});

test.each([
  ["", "at ", ""],
  ["at ", "( ", ""],
  ["", "a.js:", ""],
  ["", "/", ".py:1"],
  ["", 'File "', ""],
  ["", "#0 x(1) ", ""],
  ["", " in x:line ", ""],
  ["", "    at a (b (c:1:1)\n", ""],
])("text of %j and many %j is read once", (start, part, end) => {
  const text = start + part.repeat(hostileLength / part.length) + end;

  ends(() => {
    readFrames(text);
    findLocations(text);
  });
});
