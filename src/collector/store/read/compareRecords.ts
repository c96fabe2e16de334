// The records of chosen requests → what the comparison takes, batch by batch so that memory stays bounded.

import type { ComparedRecord, ComparedRequest } from "../../../shared/compare/model";
import type { ParsedAttributes } from "../../../shared/query/attributeText";
import compareRecords from "../sql/compareRecords.sql";
import type { ChosenRequest } from "./compareRequests";
import type { ReadContext } from "./selection";

/** A request of more records is a job; its first ones are compared. */
const maxRecordsOfRequest = 500;
/** Some 100 MB of text; past it the oldest good requests are left out. */
const maxRecords = 300_000;
/** Requests of one statement: each looks through the ids of all records once. */
const batchRequests = 4000;
/** A request's records lie so near the one that matched: the rest of a large store is not read. */
const nearSeqs = 250_000;
const maxTextCharacters = 300;
const maxAttributesBytes = 16_384;

interface Row {
  readonly n: number;
  readonly records: number;
  readonly text: string;
}

/** Gives each request that still has records, in the order given; times are counted from `origin`. */
export async function* recordsOf(
  requests: readonly ChosenRequest[],
  origin: bigint,
  context: ReadContext,
  signal: AbortSignal,
): AsyncGenerator<ComparedRequest> {
  const read = async (at: number): Promise<Row[]> => {
    const batch = requests.slice(at, at + batchRequests);
    const ids = batch.flatMap(({ traceIds, requestIds }, i) =>
      [...traceIds, ...requestIds].map((id) => ({ id, n: at + i })),
    );
    if (ids.length === 0) return [];
    const params = {
      ids: JSON.stringify(ids),
      origin,
      from_seq:
        batch.reduce((least, { firstSeq }) => Math.min(least, firstSeq), Infinity) - nearSeqs,
      to_seq: batch.reduce((most, { lastSeq }) => Math.max(most, lastSeq), 0) + nearSeqs,
      max_text: maxTextCharacters,
      max_attributes: maxAttributesBytes,
      max_records: maxRecordsOfRequest,
    };
    const rows = await context.reader.all<Row>(compareRecords, params, signal);
    return rows.sort((a, b) => a.n - b.n);
  };
  let total = 0;
  let next = read(0);
  for (let at = 0; at < requests.length; at += batchRequests) {
    const rows = await next;
    // The database reads the next batch while this one is taken in.
    next = read(at + batchRequests);
    next.catch(() => undefined); // thrown where it is awaited; nobody may come to that
    for (const { n, records, text } of rows) {
      const request = requests[n];
      if (request === undefined) continue;
      total += records;
      if (total > maxRecords) return;
      yield toRequest(request, text, context);
    }
  }
}

type Tuple = readonly [
  signal: 0 | 1,
  seq: number,
  time: number,
  resource: number,
  service: string,
  text: string,
  level: number,
  statusMessage: string,
  durationNanos: number,
  file: string,
  line: number,
  functionName: string,
  eventName: string,
  run: string,
  attributes: ParsedAttributes,
  events: readonly { time?: string; name?: string; attributes?: ParsedAttributes }[],
];

function toRequest(
  { traceIds, requestIds, isBad, seq }: ChosenRequest,
  text: string,
  { resources }: ReadContext,
): ComparedRequest {
  const tuples = JSON.parse(text) as readonly Tuple[]; // compareRecords.sql wrote it
  const records: ComparedRecord[] = [];
  for (const tuple of tuples) {
    const record = toRecord(tuple, resources.attributesOf(tuple[3]));
    records.push(record);
    for (const event of tuple[15]) records.push(toEvent(event, record));
  }
  records.sort((a, b) => a.timeNanos - b.timeNanos || a.seq - b.seq);
  const trace = traceIds[0];
  return {
    id: trace ?? requestIds[0] ?? "",
    isTrace: trace !== undefined,
    isBad,
    matchedSeq: isBad ? seq : undefined,
    records,
  };
}

function toRecord(tuple: Tuple, resource: ParsedAttributes): ComparedRecord {
  const isSpan = tuple[0] === 1;
  return {
    signal: isSpan ? "spans" : "logs",
    seq: tuple[1],
    timeNanos: tuple[2],
    service: tuple[4],
    text: tuple[5],
    severityNumber: isSpan ? 0 : tuple[6],
    isErrorSpan: isSpan && tuple[6] === 1,
    statusMessage: tuple[7],
    durationNanos: tuple[8],
    file: tuple[9],
    line: tuple[10],
    function: tuple[11],
    eventName: tuple[12],
    run: tuple[13],
    attributes: tuple[14],
    resource,
  };
}

/** An event of a span is a record of its own; its own time is not needed exactly: it lies within the span. */
function toEvent(event: Tuple[15][number], span: ComparedRecord): ComparedRecord {
  const name = event.name ?? "";
  return {
    ...span,
    signal: "logs",
    text: name,
    eventName: name,
    timeNanos: span.timeNanos + span.durationNanos,
    durationNanos: 0,
    severityNumber: name === "exception" ? 17 : 9,
    isErrorSpan: false,
    statusMessage: "",
    attributes: event.attributes ?? {},
  };
}
