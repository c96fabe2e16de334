// Statements as programs really log them, with the values they are called with: each is one pattern. The
// words are those of well-known servers and frameworks, so that quality is measured on what people see.

/** Draws numbers below a bound; the same ones for the same seed. */
export type Draw = (below: number) => number;

function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
}

const users =
  "alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy rupert sybil trent victor walter zoe".split(
    " ",
  );
const topics = ["orders", "payments", "audit-log", "user.events", "metrics", "mail_out"];
const tables = ["users", "orders", "order_items", "sessions", "invoices", "audit", "carts"];
const jobs = ["SendMail", "ResizeImage", "SyncStock", "CloseCarts", "ReportDaily", "PurgeTokens"];
const words =
  "lorem ipsum dolor amet consetetur sadipscing elitr nonumy eirmod tempor invidunt labore".split(
    " ",
  );

interface Draws {
  readonly n: (below: number) => number;
  readonly hex: (digits: number) => string;
  readonly uuid: () => string;
  readonly ip: () => string;
  readonly of: (list: readonly string[]) => string;
}

const statements: readonly ((d: Draws) => string)[] = [
  ({ n, ip }) =>
    `${ip()} - - [10/Oct/2024:13:${10 + n(49)}:36 +0000] "GET /assets/app.js HTTP/1.1" 200 ${n(9999)}`,
  ({ n, ip }) =>
    `connect() failed (111: Connection refused) while connecting to upstream, client: ${ip()}, port: ${n(9999)}`,
  ({ n }) =>
    `checkpoint complete: wrote ${n(9999)} buffers (${n(99)}.${n(9)}%); sync=0.00${n(9)} s`,
  ({ of, n }) => `relation "${of(tables)}" does not exist at character ${n(99)}`,
  ({ of }) => `duplicate key value violates unique constraint "${of(tables)}_pkey"`,
  ({ n }) => `automatic vacuum of table: index scans: ${n(9)}, pages: ${n(999)} removed`,
  ({ n }) =>
    `process ${n(99999)} still waiting for ShareLock on transaction ${n(99999)} after ${n(9999)}.${n(999)} ms`,
  () => "database system is ready to accept connections",
  () => "received fast shutdown request",
  ({ n }) => `DB saved on disk, ${n(100)} changes in ${n(900)} seconds`,
  ({ n }) => `Background saving started by pid ${n(99999)}`,
  () => "Background saving terminated with success",
  ({ of, n }) =>
    `[Consumer clientId=worker-${n(40)}] Resetting offset for partition ${of(topics)}-${n(30)} to offset ${n(1e6)}`,
  ({ of, n }) => `Committed offset ${n(1e6)} for topic ${of(topics)}`,
  ({ n }) =>
    `Started ShopApplication in ${n(9)}.${n(999)} seconds (process running for ${n(20)}.${n(9)})`,
  ({ n }) => `Tomcat started on port(s): ${8000 + n(999)} (http)`,
  ({ n }) =>
    `HikariPool-${n(9)} - Connection is not available, request timed out after ${n(30000)}ms.`,
  () => "Initializing Spring DispatcherServlet 'dispatcherServlet'",
  () => "Unauthorized: /admin/users/",
  ({ n }) => `"POST /api/orders HTTP/1.1" 201 ${n(999)}`,
  ({ n }) => `"GET /api/orders/${n(99999)} HTTP/1.1" 200 ${n(9999)}`,
  ({ n }) => `[${n(99999)}] [INFO] Booting worker with pid: ${n(99999)}`,
  ({ n }) => `Worker exiting (pid: ${n(99999)})`,
  ({ of, uuid }) => `Task shop.tasks.${of(jobs)}[${uuid()}] received`,
  ({ of, uuid, n }) =>
    `Task shop.tasks.${of(jobs)}[${uuid()}] succeeded in ${n(9)}.${n(99999)}s: None`,
  ({ of, uuid }) =>
    `Task shop.tasks.${of(jobs)}[${uuid()}] raised unexpected: KeyError('${of(tables)}')`,
  ({ of, ip, n }) => `Accepted publickey for ${of(users)} from ${ip()} port ${n(65535)} ssh2`,
  ({ of, ip, n }) => `Failed password for ${of(users)} from ${ip()} port ${n(65535)} ssh2`,
  ({ of }) => `session opened for user ${of(users)}`,
  ({ of }) => `session closed for user ${of(users)}`,
  ({ of, n }) => `user ${of(users)} logged in from session ${n(9999)}`,
  ({ of }) => `password of ${of(users)} was changed by an administrator`,
  ({ hex }) => `order ${hex(8)} placed`,
  ({ hex }) => `order ${hex(8)} paid`,
  ({ hex }) => `order ${hex(8)} shipped`,
  ({ hex }) => `order ${hex(8)} cancelled`,
  ({ hex, n }) => `order ${hex(8)} refunded after ${n(30)} days`,
  () => "cache hit",
  () => "cache miss",
  ({ of }) => `cache entry expired: session:${of(users)}`,
  ({ n }) => `retrying in ${n(9000)}ms (attempt ${n(5)}/5)`,
  ({ n }) => `giving up after ${n(9)} attempts`,
  ({ hex }) => `Pulled image registry.local:5000/shop/api@sha256:${hex(64)}`,
  ({ hex }) => `Container ${hex(12)} died with exit code 137`,
  ({ hex, n }) =>
    `Readiness probe failed: Get "http://10.2.${n(255)}.${n(255)}:8080/healthz": dial tcp: timeout, pod shop-${hex(9)}-${hex(5)}x`,
  ({ n }) => `Back-off restarting failed container (${n(99)} times in the last ${n(59)}m)`,
  ({ of, n }) => `queue=${of(topics)} depth=${n(999)} oldest=${n(99)}s`,
  ({ of, n }) => `level=info msg="request done" route=/${of(tables)} status=200 took=${n(900)}ms`,
  ({ n }) => `slow query (${n(9000)} ms): SELECT * FROM orders WHERE id = ${n(99999)}`,
  ({ of }) => `uploaded /srv/data/${of(users)}/${of(words)}.csv to the archive`,
  ({ of, n }) => `uploading /srv/data/${of(users)}/part-${n(99)}.csv failed, disk is full`,
  ({ n }) => `GC pause ${n(99)}.${n(9)}ms, heap ${n(900)}MB -> ${n(400)}MB`,
  ({ uuid }) => `request ${uuid()} started`,
  ({ uuid, n }) => `request ${uuid()} finished with 200 in ${n(900)} ms`,
  ({ uuid }) => `request ${uuid()} aborted by the client`,
  ({ of }) => `feature flag ${of(["new-cart", "fast_search", "beta.mail", "dark-mode"])} is on`,
  ({ of, n }) =>
    `Traceback (most recent call last):\n  File "app.py", line ${n(99)}, in ${of(words)}\nValueError: invalid literal for int() with base 10: '${of(words)}'`,
  ({ of, n }) =>
    `Traceback (most recent call last):\n  File "db.py", line ${n(99)}, in ${of(words)}\npsycopg2.OperationalError: server closed the connection unexpectedly`,
  ({ of, n }) =>
    `TypeError: Cannot read properties of undefined (reading '${of(words)}')\n    at f (/app/src/${of(words)}.ts:${n(99)}:${n(20)})`,
  ({ ip, n }) =>
    `aws-flowlogs eni-${n(9)}8b7495${n(9)} ACCEPT TCP ${ip()}:${n(65535)} -> ${ip()}:${n(65535)}`,
  () => "Goin' Fast @ http://0.0.0.0:8006",
  () => "Start running API",
  () => "Starting",
  () => "Stopped",
  ({ n, of }) => `{"event": "login", "user": "${of(users)}", "n": ${n(99)}}`,
  ({ n }) => `{"event": "logout", "user_id": ${n(99)}}`,
  ({ n }) => `disk usage ${n(100)}% on /dev/sda1`,
  ({ n }) => `memory usage ${n(100)}% of ${n(64)}GiB`,
  ({ of }) => `sent invoice to ${of(users)}@example.com`,
  ({ ip }) => `peer ${ip()} disconnected`,
];

export interface Labelled {
  readonly message: string;
  /** Which statement wrote it. */
  readonly statement: number;
}

export const statementCount = statements.length;

export function mixedLogs(count: number, seed: number): Labelled[] {
  const n = drawing(seed);
  const hex = (digits: number) => Array.from({ length: digits }, () => n(16).toString(16)).join("");
  const draws: Draws = {
    n,
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
    ip: () => `10.${n(256)}.${n(256)}.${n(256)}`,
    of: (list) => list[n(list.length)] ?? "",
  };
  return Array.from({ length: count }, () => {
    const statement = n(statements.length);
    return { message: statements[statement]?.(draws) ?? "", statement };
  });
}

export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const draw = drawing(seed);
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}
