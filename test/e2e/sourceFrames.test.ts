// Stack traces as each language prints them, with a container's paths: the row leads to the developer's own line in
// the workspace, and so does each frame of the detail. Built JavaScript leads on to what it was built from.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import type { FrameLocator } from "playwright-core";
import { expect, test } from "vitest";
import { Editor, type Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLines, sendLogs, sendSpans } from "./telemetry";

let editor: Editor;
let window: Window;
let logs: FrameLocator;
editorOfTests(
  (opened) => ({ editor, window } = opened),
  async () => {
    editor = await Editor.start();
    for (const { file, caller } of traces) {
      write(file, linesOf(file));
      write(caller.file, linesOf(caller.file));
    }
    return editor;
  },
);

interface Trace {
  readonly language: string;
  readonly text: string;
  /** Where the source lies in the workspace, and the line to open. */
  readonly file: string;
  readonly line: number;
  /** Another frame of the developer's own: its place as the trace writes it, and where it lies. */
  readonly caller: { readonly written: string; readonly file: string; readonly line: number };
}

const traces: readonly Trace[] = [
  {
    language: "Python",
    text: `Traceback (most recent call last):
  File "/app/main.py", line 40, in <module>
    run()
  File "/app/jobs/fetch.py", line 12, in run
    get(url)
  File "/usr/lib/python3.12/site-packages/requests/api.py", line 73, in get
    return request("get", url)
ConnectionError: refused by python`,
    file: "python/jobs/fetch.py",
    line: 12,
    caller: { written: `/app/main.py", line 40`, file: "python/main.py", line: 40 },
  },
  {
    language: "Node",
    text: `TypeError: Cannot read properties of undefined (reading 'id')
    at JSON.parse (<anonymous>)
    at Cart.total (file:///app/src/cart.mjs:21:9)
    at Server.<anonymous> (/app/src/server.mjs:33:11)
    at async handle (/app/node_modules/express/lib/router.js:47:5)
    at node:internal/process/task_queues:95:5`,
    file: "node/src/cart.mjs",
    line: 21,
    caller: { written: "/app/src/server.mjs:33:11", file: "node/src/server.mjs", line: 33 },
  },
  {
    language: "Java",
    text: `Exception in thread "main" com.acme.ShopException: no stock
\tat java.base/java.util.Objects.requireNonNull(Objects.java:233)
\tat com.acme.Shop$Cart.pay(Shop.java:42)
\tat com.acme.Main.main(Main.java:7)`,
    file: "java/src/main/java/com/acme/Shop.java",
    line: 42,
    caller: { written: "Main.java:7", file: "java/src/main/java/com/acme/Main.java", line: 7 },
  },
  {
    language: "Go",
    text: `panic: boom

goroutine 1 [running]:
net/http.(*conn).serve(0xc000)
\t/usr/local/go/src/net/http/server.go:2009 +0x5f4
main.(*Shop).pay(0xc00, {0x1, 0x2})
\t/app/shop.go:13 +0x1d
main.main()
\t/app/cmd/main.go:9 +0x25`,
    file: "go/shop.go",
    line: 13,
    caller: { written: "/app/cmd/main.go:9", file: "go/cmd/main.go", line: 9 },
  },
  {
    language: "Rust",
    text: `thread 'main' panicked at src/main.rs:5:9:
no stock
stack backtrace:
   0: rust_begin_unwind
             at /rustc/abc/library/std/src/panicking.rs:597:5
   1: shop::till::pay
             at ./src/till.rs:8:5`,
    file: "rust/src/main.rs",
    line: 5,
    caller: { written: "./src/till.rs:8:5", file: "rust/src/till.rs", line: 8 },
  },
  {
    language: "C#",
    text: `Unhandled exception. Shop.StockException: none
   at System.Linq.Enumerable.First[T](IEnumerable\`1 s)
   at Shop.Cart.Pay(Int32 n) in /src/Shop/Cart.cs:line 14
   at Shop.Till.Ring() in /src/Shop/Till.cs:line 27`,
    file: "csharp/Shop/Cart.cs",
    line: 14,
    caller: { written: "/src/Shop/Till.cs:line 27", file: "csharp/Shop/Till.cs", line: 27 },
  },
  {
    language: "Ruby",
    text: `/app/lib/shop.rb:15:in 'Shop#pay': none (StockError)
\tfrom /usr/lib/ruby/gems/3.3.0/gems/rack-3/lib/rack.rb:1:in \`call'
\tfrom bin/run.rb:1:in '<main>'`,
    file: "ruby/lib/shop.rb",
    line: 15,
    caller: { written: "bin/run.rb:1", file: "ruby/bin/run.rb", line: 1 },
  },
  {
    language: "PHP",
    text: `PHP Fatal error:  Uncaught StockException: none in /app/Shop.php:16
Stack trace:
#0 /app/vendor/x/Y.php(3): Shop->pay()
#1 /app/web/index.php(4): handle()
#2 {main}
  thrown in /app/Shop.php on line 16`,
    file: "php/Shop.php",
    line: 16,
    caller: { written: "/app/web/index.php(4", file: "php/web/index.php", line: 4 },
  },
];

const linesOf = (name: string) =>
  Array.from({ length: 60 }, (_, index) => `${name} ${index + 1}`).join("\n");

function write(file: string, text: string): void {
  const path = join(editor.workspacePath, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const nameOf = (file: string) => file.split("/").at(-1)!;

async function expectOpen(file: string, line: number): Promise<void> {
  await expect.poll(() => window.activeTabs()).toContainEqual(nameOf(file));
  await expect.poll(() => window.cursor()).toMatch(new RegExp(`^Ln ${line}, `));
}

test.each(traces)("of $language lead to their lines", async ({ text, file, line, caller }) => {
  await window.run("Sidelight: Open Logs");
  logs = await window.panel("logs");
  await sendLines(await editor.collector(), nameOf(file), text);

  await logs
    .getByRole("button", { name: `${nameOf(file)}:${line}` })
    .first()
    .click();

  await expectOpen(file, line);
  await window.shot(`frames-${nameOf(file)}`);

  await logs
    .getByRole("row", { name: nameOf(file) })
    .first()
    .click();
  await logs.getByLabel("Stack trace").getByRole("button", { name: caller.written }).click();

  await expectOpen(caller.file, caller.line);
  await window.shot(`frames-${nameOf(caller.file)}`);
});

test("built JavaScript leads on to the file that it was built from", async () => {
  write(
    "node/src/pay.ts",
    "type Order = { total: number };\n\nexport function pay(order: Order) {\n  throw new Error(`no stock ${order.total}`);\n}\n",
  );
  const folder = join(editor.workspacePath, "node");
  await build({
    entryPoints: [join(folder, "src", "pay.ts")],
    outfile: join(folder, "dist", "pay.js"),
    sourcemap: "linked",
    minify: true,
    format: "cjs",
  });
  const built = readFileSync(join(folder, "dist", "pay.js"), "utf8");
  const column = built.indexOf("new Error") + 1;

  await sendLogs(await editor.collector(), [
    {
      body: "built",
      attributes: {
        "exception.stacktrace": `Error: no stock\n    at pay (/app/node/dist/pay.js:1:${column})`,
      },
    },
  ]);
  await logs
    .getByRole("row", { name: /built/ })
    .getByRole("button", { name: /pay\.js:1/ })
    .click();

  await expectOpen("pay.ts", 4);
});

test("a span leads from the timeline to where it says that it is, and its exception to the frame", async () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const [shop, python] = [traces[2]!, traces[0]!];
  await sendSpans(await editor.collector(), [
    {
      ...{ name: "pay", service: "shop", traceId, spanId: "b7ad6b7169203331", isFailed: true },
      ...{ startMs: Date.now(), durationMs: 20, file: "/app/python/jobs/fetch.py", line: 30 },
      stacktrace: shop.text,
    },
  ]);
  await window.run("Sidelight: Open Timeline");
  const timeline = await window.panel("timeline");
  await timeline.getByLabel("Request, trace or span id").fill(traceId);
  await timeline.getByLabel("Request, trace or span id").press("Enter");

  await timeline.getByRole("button", { name: "/app/python/jobs/fetch.py:30" }).click();
  await expectOpen(nameOf(python.file), 30);

  await timeline.getByRole("grid").getByText("Error", { exact: true }).click();
  await window.shot("timeline-exception");
  await timeline.locator(".frame", { hasText: "Main.java:7" }).getByRole("button").click();
  await expectOpen("Main.java", 7);
});
