// Log records like a web service writes them: 5 services, a trace in most, 5 attributes, 250 bytes.

import type { LogRecord, Resource } from "../../src/shared/record";

export function someLogs(count: number, seed: number, resources: readonly Resource[]): LogRecord[] {
  let state = seed + 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const hex = (digits: number) =>
    Array.from({ length: digits / 4 }, () => random(65_536).toString(16).padStart(4, "0")).join("");
  const start = 1_700_000_000_000_000_000n + BigInt(seed) * 1_000_000_000n;
  return Array.from({ length: count }, (_, i) => {
    const resource = resources[random(resources.length)];
    if (resource === undefined) throw new Error("needs a resource");
    const tookMs = random(900);
    return {
      seq: 0,
      timeUnixNano: start + BigInt(i * 100_000),
      observedTimeUnixNano: start + BigInt(i * 100_000 + 70_000),
      severityNumber: random(50) === 0 ? 17 : 9,
      severityText: "",
      service: resource.service,
      logger: random(2) === 0 ? "http.server" : "db.pool",
      body: `GET /api/orders/${random(100_000)} finished with 200 in ${tookMs} ms`,
      display: "",
      eventName: "",
      traceId: hex(32),
      spanId: hex(16),
      requestId: "",
      file: "src/server/orders.ts",
      line: 40 + random(300),
      function: "handle",
      attributes: `{"http.request.method":"GET","http.response.status_code":200,"took_ms":${tookMs},"user.id":"u-${random(5000)}","url.path":"/api/orders/${random(100_000)}"}`,
      resource,
      receiver: "otlp",
      run: "",
    };
  });
}
