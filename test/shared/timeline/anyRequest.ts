// Any graph of spans with logs and events, also broken ones: for properties that hold for all of them.

import fc from "fast-check";
import { aLog, aRequest, aSpan, at } from "./builders";

const id = fc.constantFrom("a", "b", "c", "d", "e", "f", "g");
const ms = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const service = fc.constantFrom("web", "api", "db");
const anySpan = fc.record({
  id,
  parent: fc.option(id, { nil: undefined }),
  link: fc.option(id, { nil: undefined }),
  fromMs: ms,
  tookMs: fc.oneof(fc.constant(0), ms),
  service,
  kind: fc.constantFrom("client", "server", "internal", "producer", "consumer"),
  eventMs: fc.array(ms, { maxLength: 2 }),
});
const anyLog = fc.record({ atMs: ms, spanId: fc.option(id, { nil: undefined }), service });

export const anyRequest = fc
  .record({
    spans: fc.array(anySpan, { maxLength: 30 }),
    logs: fc.array(anyLog, { maxLength: 15 }),
  })
  .map(({ spans, logs }) =>
    aRequest({
      spans: spans.map(({ parent, link, eventMs, kind, ...rest }) =>
        aSpan({
          ...rest,
          kind: kind as "client",
          name: rest.id < "d" ? "same" : rest.id,
          ...(parent === undefined ? {} : { parent }),
          links: link === undefined ? [] : [{ traceId: "t1", spanId: link, attributes: {} }],
          events: eventMs.map((time) => ({ time: at(time), name: "e", attributes: {} })),
        }),
      ),
      logs: logs.map(({ spanId, ...rest }) =>
        aLog({ ...rest, traceId: "t1", ...(spanId === undefined ? {} : { spanId }) }),
      ),
    }),
  );
