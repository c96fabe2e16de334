import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findStatements, type WrittenMessage } from "../../../src/shared/statements/findStatements";
import { sourceExtensions } from "../../../src/shared/statements/languages";
import { logStatementsIn } from "../../../src/shared/statements/logStatements";

/** `path:line` of what is found in these files. */
function found(written: string | WrittenMessage, files: Readonly<Record<string, string>>) {
  const message = typeof written === "string" ? { message: written } : written;
  const sources = Object.entries(files).map(([path, text]) => ({
    path,
    statements: logStatementsIn(text, path),
  }));
  return findStatements(message, sources).map(({ path, line }) => `${path}:${line}`);
}

/** One statement a language, and a message that it writes. */
const written: readonly (readonly [path: string, line: string, message: string])[] = [
  ["a.py", 'log.info("user %s logged in from %s", user, ip)', "user ann logged in from 10.0.0.1"],
  ["a.py", 'log.warning(f"retry {n + 1} of {limits["max"]} for {url!r}")', "retry 2 of 5 for 'x'"],
  ["a.py", 'log.info("order_placed", total=total)', "order_placed"],
  ["a.py", 'raise ValueError("no such tenant: " + tenant)', "no such tenant: acme"],
  ["a.py", 'log.error("cannot open %(path)s: %(reason)s" % values)', "cannot open /tmp/a: denied"],
  ["a.py", 'print("took {:.2f} seconds".format(t))', "took 1.25 seconds"],
  ["a.py", 'log.info("first part "\n  "and second of %dms", ms)', "first part and second of 7ms"],
  [
    "a.ts",
    "log.info({ at }, `got ${all.length} pages in ${ms(`x${1}`)} ms`);",
    "got 3 pages in 20 ms",
  ],
  [
    "a.ts",
    'console.error("no cache for " + key.name + ", reading on");',
    "no cache for k1, reading on",
  ],
  ["a.js", "this.logger.debug('it', 'queued');", "queued"],
  ["a.js", 'winston.log("info", "server listens on %d", port)', "server listens on 8080"],
  ["a.go", 'slog.Info("request done", "status", 200)', "request done"],
  ["a.go", 'log.Printf("listening on %v (pid %d)", addr, pid)', "listening on :80 (pid 7)"],
  ["a.go", 'logger.Info().Str("a", b).Msg("broker connected")', "broker connected"],
  ["A.java", 'log.warn("Pool {} is empty after {} ms", name, ms);', "Pool db is empty after 30 ms"],
  ["A.kt", 'logger.info { "Loaded ${items.size} items of $kind" }', "Loaded 3 items of book"],
  ["a.cs", '_logger.LogInformation("Order {Id} by {Carrier:l}", id, c);', "Order 7 by DHL"],
  ["a.cs", 'Console.WriteLine($"Total {sum:N2} of {Of["a"]} reached");', "Total 1.00 of A reached"],
  ["a.rs", 'info!("connected to {} after {:?}", host, took);', "connected to db after 3ms"],
  ["a.rs", 'let c = \'"\'; tracing::warn!("queue {name} is full");', "queue jobs is full"],
  ["a.rb", 'logger.info "Job #{job.id} done in #{t} s"', "Job 7 done in 2 s"],
  ["a.php", '$log->info("Mail to {$user->mail} sent by $host");', "Mail to a@b sent by h1"],
  ["a.php", "$log->error('Upload ' . $name . ' failed');", "Upload a.png failed"],
  ["a.c", 'fprintf(stderr, "bad " "length %zu in %s\\n", n, name);', "bad length 7 in x"],
  ["a.swift", 'logger.info("Synced \\(count) notes")', "Synced 4 notes"],
  ["a.js", 'log.info("\\u001b[32mdone\\u001b[0m: %s, 100%% of it")', "done: x, 100% of it"],
];

describe("a message's statement", () => {
  it.each(written)("%s: %s", (path, statement, message) => {
    const comment = /\.(py|rb)$/.test(path) ? "#" : "//";
    const text = `${comment} it's "${message}" in a comment\n\n${statement}\n`;

    expect(found(message, { [path]: text })).toEqual([`${path}:3`]);
    expect(found("another text altogether", { [path]: text })).toEqual([]);
  });

  it("may be a part of the message, when it is more than a word", () => {
    const text = 'raise E("connection timed out")\nlog.info("queued")';

    expect(found("fetch failed: connection timed out", { "a.py": text })).toEqual(["a.py:1"]);
    expect(found("not queued yet", { "a.py": text })).toEqual([]);
  });

  it("is looked for by the first line of the message", () => {
    expect(
      found("\nfetch failed\nTraceback: …", { "a.py": 'log.exception("fetch failed")' }),
    ).toEqual(["a.py:1"]);
  });

  it("is a call that logs, before a key or a text of the page", () => {
    const text = 'const label = "scrape finished";\nlog.info({ rows }, "scrape finished");';

    expect(found("scrape finished", { "a.ts": text })).toEqual(["a.ts:2"]);
    expect(found("queued", { "a.ts": 'const state = "queued";' })).toEqual([]);
  });

  it("has the most words of its own", () => {
    const text = 'log.info("%s failed" % x)\nlog.info("fetch of %s failed" % x)';

    expect(found("fetch of a failed", { "a.py": text })).toEqual(["a.py:2"]);
  });

  it("names the record's level, is in the logger's file, and no test", () => {
    const text = 'log.info("cart emptied");\nlog.warn("cart emptied");';

    expect(found({ message: "cart emptied", level: "WARN" }, { "a.ts": text })).toEqual(["a.ts:2"]);
    expect(
      found(
        { message: "cart emptied", logger: "com.acme.Cart" },
        {
          "acme/Cart.java": 'log.info("cart emptied");',
          "Order.java": 'log.info("cart emptied");',
        },
      ),
    ).toEqual(["acme/Cart.java:1"]);
    expect(
      found("cart emptied", {
        "cart.test.ts": 'log.info("cart emptied");',
        "cart.ts": 'log.info("cart emptied");',
      }),
    ).toEqual(["cart.ts:1"]);
  });

  it("is each of several that are as likely", () => {
    const text = 'log.info("retry");\n\nlog.info("retry");';

    expect(found("retry", { "a.ts": text })).toEqual(["a.ts:1", "a.ts:3"]);
  });
});

it("reads any text as source, and ends", () => {
  const noise = fc.array(
    fc.constantFrom(
      '"',
      "'",
      "`",
      '"""',
      "${",
      "{",
      "}",
      "\\",
      "\n",
      "//",
      "/*",
      "#",
      "f",
      "a b",
      "(",
    ),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(noise, fc.constantFrom(...sourceExtensions), (parts, extension) => {
      const statements = logStatementsIn(parts.join(""), `a.${extension}`);
      expect(statements.every(({ line, endLine }) => line >= 1 && endLine >= line)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
