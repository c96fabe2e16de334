// The query language by example: queries, and which of these records each finds. The tests ask the live
// predicate and the store; the help page prints the same table.

import type { LogRecord, SpanRecord } from "../record";

const now = 1_700_000_000_000_000_000n; // 2023-11-14T22:13:20Z
export const nowNanos = now;
const minute = 60_000_000_000n;

interface Named<Record> {
  readonly name: string;
  readonly record: Partial<Record>;
  /** Attributes of the resource. */
  readonly resource?: object;
}

const json = (value: object) => JSON.stringify(value);

export const logs: readonly Named<LogRecord>[] = [
  {
    name: "order",
    record: {
      timeUnixNano: now,
      severityNumber: 9,
      service: "shop",
      logger: "app.http",
      body: "GET /api/orders 200 in 41ms",
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      requestId: "req-1",
      file: "src/orders.ts",
      line: 42,
      function: "list",
      attributes: json({ status: 200, took_ms: 41, user: "Alice", "http.route": "/api/orders" }),
      receiver: "otlp",
    },
    resource: { "host.name": "node-1", region: "eu" },
  },
  {
    name: "timeout",
    record: {
      timeUnixNano: now - 4n * minute,
      severityNumber: 17,
      service: "shop",
      logger: "app.db",
      body: "Connection refused: database\nat connect (db.ts:7)",
      requestId: "req-2",
      attributes: json({
        status: 503,
        took_ms: 3000.5,
        user: "bob",
        retry: true,
        tags: ["db", "Net"],
      }),
      receiver: "otlp",
    },
    resource: { "host.name": "node-2", region: "eu" },
  },
  {
    name: "warning",
    record: {
      timeUnixNano: now - 60n * minute,
      severityNumber: 13,
      service: "mail",
      body: "Ärger mit der Verbindung (100 % voll)",
      attributes: json({ status: "404", user: "o'brien", path: "C:\\temp\\a.log", region: "us" }),
      receiver: "syslog",
      run: "nightly",
    },
    resource: { region: "eu" },
  },
  {
    name: "critical",
    record: {
      timeUnixNano: now - 25n * 60n * minute,
      severityNumber: 21,
      severityText: "CRITICAL",
      service: "mail",
      body: 'said "out of disk" to user alice',
      eventName: "disk.full",
      attributes: json({
        status: -5,
        "a b": "x",
        note: "a*b?",
        version: "1.10.2",
        empty: "",
        link: "http://node-1:8080/x",
        "5xx": 3,
      }),
      receiver: "gelf",
    },
  },
  {
    name: "plain",
    record: {
      timeUnixNano: now - 3n * 24n * 60n * minute,
      severityNumber: 0,
      body: "日本語 😀 text",
    },
  },
];

export const spans: readonly Named<SpanRecord>[] = [
  {
    name: "root",
    record: {
      name: "GET /api/orders",
      kind: "server",
      durationNanos: 350_000_000n,
      service: "shop",
      attributes: json({ "http.status_code": 200 }),
    },
  },
  {
    name: "query",
    record: {
      name: "SELECT orders",
      kind: "client",
      durationNanos: 12_000_000n,
      status: "error",
      statusMessage: "deadlock detected",
      parentSpanId: "b7ad6b7169203331",
    },
  },
];

export interface Example {
  readonly query: string;
  /** Names of the records that it finds. */
  readonly finds: readonly string[];
  /** What is to be seen in it; printed in the help. */
  readonly says?: string;
}
export interface Chapter {
  readonly title: string;
  readonly signal: "logs" | "spans";
  readonly examples: readonly Example[];
}

const all = ["order", "timeout", "warning", "critical", "plain"];
const but = (...names: string[]) => all.filter((name) => !names.includes(name));

export const chapters: readonly Chapter[] = [
  {
    title: "Words and phrases",
    signal: "logs",
    examples: [
      { query: "", finds: all, says: "nothing asked: everything" },
      { query: "*", finds: all },
      { query: "refused", finds: ["timeout"], says: "part of the message, in any case" },
      { query: "REFUSED", finds: ["timeout"] },
      { query: "fuse", finds: ["timeout"], says: "also inside a word" },
      {
        query: "alice",
        finds: ["order", "critical"],
        says: "the message or the value of any attribute",
      },
      { query: "took_ms", finds: [], says: "not the names of attributes" },
      { query: "shop", finds: [], says: "nor other fields: service:shop" },
      { query: "ärger", finds: ["warning"] },
      { query: "日本", finds: ["plain"] },
      { query: "😀", finds: ["plain"] },
      { query: "net", finds: ["timeout"], says: "an item of a list is a value too" },
      {
        query: '"connection refused"',
        finds: ["timeout"],
        says: "a phrase: these characters in a row",
      },
      { query: "refused connection", finds: ["timeout"], says: "side by side: all of them" },
      { query: '"refused connection"', finds: [] },
      { query: '"said \\"out of disk\\""', finds: ["critical"], says: "\\ before a quote" },
      { query: '"C:\\temp"', finds: ["warning"], says: "another backslash in quotes is itself" },
      { query: "100 %", finds: ["warning"], says: "signs are ordinary characters" },
      { query: "- voll", finds: [], says: "a lone sign is a word" },
      { query: "12:30:45", finds: [], says: "a colon behind a digit is no field" },
      { query: "http://node-1:8080", finds: ["critical"], says: "and a URL is a word" },
      { query: "~ voll", finds: [] },
    ],
  },
  {
    title: "Operators",
    signal: "logs",
    examples: [
      { query: "alice AND disk", finds: ["critical"] },
      { query: "alice && disk", finds: ["critical"] },
      { query: "refused OR disk", finds: ["timeout", "critical"] },
      { query: "refused || disk", finds: ["timeout", "critical"] },
      { query: "NOT alice", finds: ["timeout", "warning", "plain"] },
      { query: "-alice", finds: ["timeout", "warning", "plain"] },
      { query: "!alice", finds: ["timeout", "warning", "plain"] },
      { query: "+alice -disk", finds: ["order"] },
      { query: "NOT NOT alice", finds: ["order", "critical"] },
      { query: "refused OR alice disk", finds: ["timeout", "critical"], says: "AND before OR" },
      { query: "(refused OR alice) disk", finds: ["critical"] },
      { query: "alice OR NOT _exists_:service", finds: ["order", "critical", "plain"] },
      {
        query: "alice and disk",
        finds: [],
        says: "operators are upper case; this looks for “and”",
      },
      { query: "-(alice OR refused)", finds: ["warning", "plain"] },
      { query: "alice^2 disk", finds: ["critical"], says: "weights change nothing" },
    ],
  },
  {
    title: "Fields",
    signal: "logs",
    examples: [
      { query: "service:shop", finds: ["order", "timeout"] },
      { query: "service:SHOP", finds: ["order", "timeout"], says: "the whole value, in any case" },
      { query: "service:sho", finds: [], says: "not a part of it" },
      { query: "message:refused", finds: ["timeout"], says: "but of a message, a part" },
      { query: 'message:"out of"', finds: ["critical"] },
      { query: "user:alice", finds: ["order"], says: "any other name is an attribute" },
      { query: "user:o'brien", finds: ["warning"] },
      { query: "http.route:/api/orders", finds: ["order"], says: "a path needs no quotes" },
      { query: 'path:"C:\\temp\\a.log"', finds: ["warning"] },
      { query: "a\\ b:x", finds: ["critical"], says: "\\ before a blank in a name" },
      { query: "\\5xx:3", finds: ["critical"], says: "and before a first sign that is no letter" },
      { query: "host.name:node-1", finds: ["order"], says: "of the resource" },
      { query: "region:eu", finds: ["order", "timeout"], says: "the record's own comes first" },
      { query: "region:us", finds: ["warning"] },
      { query: "retry:true", finds: ["timeout"] },
      { query: "tags:net", finds: ["timeout"], says: "one item of a list" },
      { query: "status:200", finds: ["order"] },
      { query: "status:200.0", finds: ["order"], says: "numbers as numbers" },
      { query: "status:404", finds: ["warning"], says: "also where they were sent as text" },
      { query: "status:-5", finds: ["critical"] },
      { query: 'empty:""', finds: ["critical"] },
      { query: "service:(shop OR mail)", finds: ["order", "timeout", "warning", "critical"] },
      { query: "service:(mail AND NOT shop)", finds: ["warning", "critical"] },
      {
        query: "-service:shop",
        finds: ["warning", "critical", "plain"],
        says: "also without the field",
      },
      { query: "trace_id:0AF7651916CD43DD8448EB211C80319C", finds: ["order"] },
      {
        query: "trace_id:0af76519-16cd-43dd-8448-eb211c80319c",
        finds: ["order"],
        says: "ids in any form",
      },
      { query: "span_id:b7ad6b7169203331", finds: ["order"] },
      { query: "request_id:req-2", finds: ["timeout"] },
      { query: "logger:app.db", finds: ["timeout"] },
      { query: "logger:app.*", finds: ["order", "timeout"] },
      { query: "run:nightly", finds: ["warning"], says: "of one run that was launched here" },
      { query: "file:src/orders.ts line:42 function:list", finds: ["order"] },
      { query: "event:disk.full", finds: ["critical"] },
      { query: "receiver:syslog", finds: ["warning"] },
      { query: "*:alice", finds: ["order", "critical"], says: "the same as the word alone" },
      { query: "seq:2", finds: ["timeout"], says: "one record, by its number; these are 1 to 5" },
      { query: "seq:(1 OR 4)", finds: ["order", "critical"], says: "these records" },
      { query: "seq:([1 TO 2] OR 5)", finds: ["order", "timeout", "plain"] },
    ],
  },
  {
    title: "Patterns",
    signal: "logs",
    examples: [
      {
        query: "pattern:aaaec21156f1",
        finds: ["order"],
        says: "messages like GET /api/orders <num> in <duration>; the list of patterns has the ids",
      },
      { query: "pattern:AAAEC2*", finds: ["order"] },
      {
        query: "pattern:(aaaec21156f1 OR 2b8a38f99dfc)",
        finds: ["order", "timeout"],
        says: "of several lines the first one counts",
      },
      { query: "NOT pattern:aaaec21156f1 AND service:shop", finds: ["timeout"] },
      { query: "pattern:000000000000", finds: [] },
      { query: "_exists_:pattern", finds: all, says: "every message has one" },
    ],
  },
  {
    title: "Presence",
    signal: "logs",
    examples: [
      { query: "_exists_:user", finds: ["order", "timeout", "warning"] },
      { query: "user:*", finds: ["order", "timeout", "warning"] },
      { query: "NOT _exists_:user", finds: ["critical", "plain"] },
      { query: "_exists_:level", finds: but("plain") },
      { query: "_exists_:empty", finds: ["critical"], says: "empty text is there" },
      { query: "_exists_:host.name", finds: ["order", "timeout"] },
      { query: "_exists_:(user AND tags)", finds: ["timeout"] },
    ],
  },
  {
    title: "Wildcards and regular expressions",
    signal: "logs",
    examples: [
      { query: "user:a*", finds: ["order"] },
      { query: "user:*B", finds: ["timeout"] },
      { query: "user:*li*", finds: ["order"] },
      { query: "user:?ob", finds: ["timeout"] },
      { query: "conn*refused", finds: ["timeout"], says: "a bare one is found anywhere" },
      { query: "refused*connect", finds: ["timeout"], says: "across lines, too" },
      { query: "note:a\\*b\\?", finds: ["critical"], says: "\\ takes a sign as it is" },
      { query: "user:/(alice|bob)/", finds: ["order", "timeout"], says: "the whole value" },
      { query: "user:/ali/", finds: [] },
      { query: "message:/in \\d+ms/", finds: ["order"], says: "of a message, a part" },
      { query: "/REF[a-z]+d/", finds: ["timeout"], says: "in any case, anywhere" },
      { query: "/^said/", finds: ["critical"] },
      { query: "/text$/", finds: ["plain"] },
      { query: "/\\bus\\b/", finds: ["warning"], says: "word boundaries" },
    ],
  },
  {
    title: "Comparisons and ranges",
    signal: "logs",
    examples: [
      { query: "took_ms:>41", finds: ["timeout"] },
      { query: "took_ms:>=41", finds: ["order", "timeout"] },
      { query: "took_ms:<3000.5", finds: ["order"] },
      { query: "status:<=404", finds: ["order", "warning", "critical"] },
      { query: "status:[200 TO 404]", finds: ["order", "warning"] },
      { query: "status:{200 TO 503}", finds: ["warning"], says: "{ } leave out the bound" },
      { query: "status:{200 TO 503]", finds: ["timeout", "warning"] },
      { query: "status:[* TO 0]", finds: ["critical"] },
      { query: "status:[500 TO *]", finds: ["timeout"] },
      { query: "status:(>=400 AND <500)", finds: ["warning"] },
      { query: "user:[a TO b]", finds: ["order"], says: "text by its letters" },
      { query: "status:[200 TO 200]", finds: ["order"] },
      { query: "line:>40", finds: ["order"] },
      { query: "status:>abc", finds: [], says: "a text is no number" },
    ],
  },
  {
    title: "Levels",
    signal: "logs",
    examples: [
      { query: "level:error", finds: ["timeout"] },
      { query: "level:ERROR", finds: ["timeout"] },
      { query: "level:warning", finds: ["warning"], says: "by any usual name" },
      { query: "level:>=warn", finds: ["timeout", "warning", "critical"] },
      { query: "level:<warn", finds: ["order"], says: "no level is no low level" },
      { query: "level:[info TO warn]", finds: ["order", "warning"] },
      { query: "level:critical", finds: ["critical"] },
      { query: "level:(info OR fatal)", finds: ["order", "critical"] },
      { query: "level:13", finds: ["warning"], says: "OpenTelemetry's numbers" },
      { query: "level:e*", finds: ["timeout"] },
    ],
  },
  {
    title: "Times",
    signal: "logs",
    examples: [
      { query: "time:[now-5m TO now]", finds: ["order", "timeout"] },
      { query: "time:[2023-11-14 TO 2023-11]", finds: ["order", "timeout", "warning"] },
      { query: "time:[now TO 2023-11-13]", finds: [], says: "empty for now" },
      { query: "time:>now-2h", finds: ["order", "timeout", "warning"] },
      { query: "time:<now-1d", finds: ["critical", "plain"] },
      { query: "time:now/d", finds: ["order", "timeout", "warning"], says: "today, in UTC" },
      { query: "time:2023-11-13", finds: ["critical"], says: "a date is the whole day" },
      { query: "time:2023-11", finds: all },
      { query: "time:[2023-11-11 TO 2023-11-13]", finds: ["critical", "plain"] },
      { query: "time:2023-11-14T22:13:20Z", finds: ["order"] },
      { query: 'time:["2023-11-14 22:00" TO *]', finds: ["order", "timeout"] },
      { query: "time:>=2023-11-14||-1d", finds: ["order", "timeout", "warning", "critical"] },
      { query: "time:1700000000000000000", finds: ["order"], says: "nanoseconds" },
    ],
  },
  {
    title: "Nearly",
    signal: "logs",
    examples: [
      { query: "refusde~", finds: ["timeout"], says: "a word with up to two edits" },
      { query: "refusde~1", finds: ["timeout"], says: "swapped neighbours are one" },
      { query: "refusxy~1", finds: [] },
      { query: "user:alcie~", finds: ["order"] },
      {
        query: '"refused database"~0',
        finds: ["timeout"],
        says: "words in a row, whatever is between",
      },
      { query: '"connection database"~1', finds: ["timeout"], says: "with one word between" },
      { query: '"database connection"~1', finds: ["timeout"], says: "or the other way round" },
      { query: '"connection connect"~1', finds: [] },
    ],
  },
  {
    title: "Spans",
    signal: "spans",
    examples: [
      { query: "duration:>300ms", finds: ["root"] },
      { query: "duration:[10ms TO 0.35s]", finds: ["root", "query"] },
      { query: "duration:<20000000", finds: ["query"], says: "without a unit: nanoseconds" },
      { query: "kind:server", finds: ["root"] },
      { query: "status:error", finds: ["query"] },
      { query: "status_message:deadlock", finds: ["query"] },
      { query: "name:SELECT*", finds: ["query"] },
      { query: "orders", finds: ["root", "query"], says: "part of the name" },
      { query: "deadlock", finds: ["query"], says: "or of the status message" },
      { query: "http.status_code:200", finds: ["root"] },
      { query: "parent_span_id:b7ad6b7169203331", finds: ["query"] },
      { query: "NOT _exists_:parent_span_id", finds: ["root"] },
    ],
  },
];

/** Wrong queries: 0-based column, length, and a part of the message. */
export const mistakes: readonly {
  readonly query: string;
  readonly position: number;
  readonly length: number;
  readonly message: RegExp;
}[] = [
  { query: "level:>=soon", position: 8, length: 4, message: /no level/ },
  { query: '"open', position: 0, length: 5, message: /not closed/ },
  { query: "(a OR b", position: 0, length: 1, message: /not closed/ },
  { query: "a)", position: 1, length: 1, message: /closes nothing/ },
  { query: "a OR", position: 2, length: 2, message: /Nothing follows/ },
  { query: "OR a", position: 0, length: 2, message: /Nothing stands before/ },
  { query: "NOT", position: 0, length: 3, message: /Nothing follows/ },
  { query: "()", position: 0, length: 2, message: /Nothing is between/ },
  { query: "error:", position: 0, length: 6, message: /field error has no value/ },
  { query: "_exists_:", position: 0, length: 9, message: /Expected a field's name/ },
  { query: "a:[1 TO", position: 7, length: 0, message: /lacks a bound/ },
  { query: "a:[1 TO]", position: 7, length: 1, message: /lacks a bound/ },
  { query: "a:[TO 5]", position: 3, length: 1, message: /lacks a bound/ },
  { query: "a:[1 5]", position: 5, length: 2, message: /Expected TO in upper case/ },
  { query: "a:[1 to 5]", position: 5, length: 5, message: /Expected TO in upper case/ },
  { query: "a:[1 TO 5", position: 2, length: 7, message: /not closed/ },
  { query: "[1 TO 5]", position: 0, length: 8, message: /needs a field/ },
  { query: "a ]", position: 2, length: 1, message: /Nothing is open/ },
  { query: "a:>", position: 2, length: 1, message: /Nothing to compare with after >\. Expected/ },
  { query: "a:[5 TO 1]", position: 2, length: 8, message: /5 is above 1\. Expected \[1 TO 5\]/ },
  { query: "user:[m TO a]", position: 5, length: 8, message: /m is above a/ },
  { query: "level:[error TO info]", position: 6, length: 15, message: /empty/ },
  { query: "line:[9 TO 7]", position: 5, length: 8, message: /empty/ },
  { query: "time:[2023-12 TO 2023-11]", position: 5, length: 20, message: /empty/ },
  { query: "took_ms:>100ms", position: 9, length: 5, message: /no number\. Expected .*as 100/ },
  { query: "size:[1 TO 5.5KB]", position: 11, length: 5, message: /no number/ },
  { query: "a:!=5", position: 2, length: 2, message: /!= is no operator\. Expected NOT a:value/ },
  { query: "a:<>5", position: 2, length: 2, message: /<> is no operator\. Expected NOT a:value/ },
  { query: "a:=5", position: 2, length: 1, message: /= is no operator\. Expected a:value/ },
  { query: "a :5", position: 2, length: 1, message: /a field right before it/ },
  { query: '"a b":5', position: 5, length: 1, message: /without quotes, with \\ before each/ },
  { query: "a:(b:c)", position: 3, length: 2, message: /inside a:\(/ },
  { query: "time:soon", position: 5, length: 4, message: /no time/ },
  { query: "line:x", position: 5, length: 1, message: /whole number/ },
  { query: "seq:first", position: 4, length: 5, message: /whole number/ },
  { query: "_missing_:a", position: 0, length: 11, message: /_exists_/ },
  { query: "a~3", position: 1, length: 2, message: /edits/ },
  { query: '"a b"~', position: 5, length: 1, message: /distance in words/ },
  { query: "/a(b/", position: 2, length: 2, message: /not closed/ },
  { query: "/(?=a)/", position: 1, length: 1, message: /Lookaround/ },
  { query: "x:/a{900}/", position: 4, length: 1, message: /count/ },
  { query: "/(a{400}){400}/", position: 0, length: 15, message: /too large/ },
  { query: "/\\1/", position: 1, length: 2, message: /not supported/ },
  { query: "a\\", position: 1, length: 1, message: /backslash/ },
];
