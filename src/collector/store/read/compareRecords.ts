// The records of chosen requests → what the comparison takes, batch by batch so that memory stays bounded.

import type { Clocks } from "../../../shared/compare/clocks";
import { Gaps } from "../../../shared/compare/gaps";
import type {
  ComparedRecord,
  ComparedRequest,
  ComparedStatement,
} from "../../../shared/compare/model";
import { patternIdOf, patternOf } from "../../../shared/patterns/patternBook";
import type { ParsedAttributes } from "../../../shared/query/attributeText";
import compareRecords from "../sql/compareRecords.sql";
import type { ChosenRequest } from "./joinedRequests";
import type { Grouping } from "./compareGrouping";
import { type ReadContext, usedParams } from "./selection";

/** A request of more records is a job; its first ones are compared. */
const maxRecordsOfRequest = 500;
/** Some 100 MB of text; past it the oldest good requests are left out. */
const maxRecords = 300_000;
/**
 * Requests of one statement: each looks through the ids of all records once. The first is soon there, and the
 * next is read by the time the one before it is taken in.
 */
const firstBatch = 1000;
const batchGrowth = 2;
const largestBatch = 4000;
/** A request's records lie so near the one that matched: the rest of a large store is not read. */
export const nearSeqs = 250_000;
const maxTextCharacters = 300;
const maxAttributesBytes = 16_384;
/** Of the row that has the statements. */
const statementsRow = -1;

interface Row {
  readonly n: number;
  readonly records: number;
  readonly text: string;
}

/** Gives the requests that still have records, in the order given; times are by `clocks`, counted from `origin`. */
export async function* recordsOf(
  requests: readonly ChosenRequest[],
  { origin, clocks }: { readonly origin: bigint; readonly clocks: Promise<Clocks> },
  grouping: Grouping,
  context: ReadContext,
  signal: AbortSignal,
): AsyncGenerator<Iterable<ComparedRequest>> {
  const sql = grouping.inRecords(compareRecords);
  const varying = JSON.stringify(varyingPatterns(context));
  const read = async (from: number, to: number): Promise<Row[]> => {
    const batch = requests.slice(from, to);
    if (batch.length === 0) return [];
    const ids = batch.flatMap(({ firstIds, secondIds }, i) =>
      [...firstIds, ...secondIds].map((id) => ({ id, n: from + i })),
    );
    const params = {
      ...grouping.params,
      ids: JSON.stringify(ids),
      origin,
      varying,
      from_seq:
        batch.reduce((least, { firstSeq }) => Math.min(least, firstSeq), Infinity) - nearSeqs,
      to_seq: batch.reduce((most, { lastSeq }) => Math.max(most, lastSeq), 0) + nearSeqs,
      max_text: maxTextCharacters,
      max_attributes: maxAttributesBytes,
      max_records: maxRecordsOfRequest,
    };
    const rows = await context.reader.all<Row>(sql, usedParams(sql, params), signal);
    return rows.sort((a, b) => a.n - b.n);
  };
  let size = firstBatch;
  let to = Math.min(size, requests.length);
  let next = read(0, to);
  next.catch(() => undefined); // as those below
  const taker = new Taker(requests, grouping, context, await clocks);
  while (to > 0) {
    const rows = await next;
    const from = to;
    size = Math.min(size * batchGrowth, largestBatch);
    to = from < requests.length ? from + size : 0;
    // The database reads the next batch while this one is taken in.
    next = read(from, to);
    next.catch(() => undefined); // thrown where it is awaited; nobody may come to that
    yield taker.take(rows);
    if (taker.isFull) return;
  }
}

/** Numbers of the patterns whose messages differ. */
function varyingPatterns({ resources }: ReadContext): number[] {
  return [...resources.patterns.all]
    .filter((template) => new Gaps(patternOf(template).text).all.length > 0)
    .map(({ number }) => number);
}

type StatementTuple = readonly [
  hash: string,
  isSpan: 0 | 1,
  resource: number,
  service: string,
  text: string,
  hasOwnText: boolean,
  pattern: number,
  level: number,
  statusMessage: string,
  file: string,
  line: number,
  functionName: string,
  eventName: string,
  run: string,
];
type LogTuple = readonly [
  statement: number,
  seq: number,
  time: number,
  attributes: ParsedAttributes,
  own?: string,
];
type SpanTuple = readonly [
  statement: number,
  seq: number,
  time: number,
  attributes: ParsedAttributes,
  durationNanos: number,
  events: readonly { time?: string; name?: string; attributes?: ParsedAttributes }[],
];

/** Makes requests of rows; knows the statements of all batches. */
class Taker {
  isFull = false;
  private total = 0;
  private readonly byHash = new Map<string, ComparedStatement>();
  private readonly corrections = new Map<ComparedStatement, number>();
  /** By number, of the rows that are taken. */
  private statements: readonly ComparedStatement[] = [];
  private readonly events = new Map<ComparedStatement, Map<string, ComparedStatement>>();

  constructor(
    private readonly requests: readonly ChosenRequest[],
    private readonly grouping: Grouping,
    private readonly context: ReadContext,
    private readonly clocks: Clocks,
  ) {}

  *take(rows: readonly Row[]): Generator<ComparedRequest> {
    for (const { n, records, text } of rows) {
      if (n === statementsRow) this.addStatements(text);
      const request = this.requests[n];
      if (request === undefined) continue;
      this.total += records;
      if (this.total > maxRecords) {
        this.isFull = true;
        return;
      }
      yield this.toRequest(request, text);
    }
  }

  private addStatements(text: string): void {
    const tuples = JSON.parse(text) as readonly StatementTuple[]; // compareRecords.sql wrote it
    this.statements = tuples.map((tuple) => {
      let known = this.byHash.get(tuple[0]);
      if (known === undefined) {
        known = toStatement(tuple, this.context);
        this.byHash.set(tuple[0], known);
        const correction = this.clocks.correctionOf(known);
        if (correction !== 0) this.corrections.set(known, correction);
      }
      return known;
    });
  }

  private toRequest(request: ChosenRequest, text: string): ComparedRequest {
    const tuples = JSON.parse(text) as readonly (LogTuple | SpanTuple)[]; // compareRecords.sql wrote it
    const records: ComparedRecord[] = [];
    for (const tuple of tuples) {
      const statement = this.statements[tuple[0]];
      if (statement !== undefined) this.addRecord(tuple, statement, records);
    }
    records.sort((a, b) => a.timeNanos - b.timeNanos || a.seq - b.seq);
    const { isBad, seq } = request;
    return {
      ...this.grouping.nameOf(request),
      isBad,
      matchedSeq: isBad ? seq : undefined,
      records,
    };
  }

  /** By index: taking a list apart by names costs as much as all the rest. */
  private addRecord(
    tuple: LogTuple | SpanTuple,
    statement: ComparedStatement,
    records: ComparedRecord[],
  ): void {
    const seq = tuple[1];
    const correction = this.corrections.size === 0 ? 0 : (this.corrections.get(statement) ?? 0);
    const timeNanos = tuple[2] + correction;
    const attributes = tuple[3];
    const own = tuple[4] ?? "";
    if (typeof own === "string") {
      records.push({ statement, timeNanos, seq, attributes, text: own, durationNanos: 0 });
      return;
    }
    records.push({ statement, timeNanos, seq, attributes, text: "", durationNanos: own });
    const events = tuple[5] ?? [];
    for (const { name = "", attributes: ofEvent = {} } of events) {
      const known = this.events.get(statement)?.get(name) ?? this.addEvent(statement, name);
      records.push({
        statement: known,
        // Its own time is not needed exactly: it lies within the span.
        timeNanos: timeNanos + own,
        seq,
        attributes: ofEvent,
        text: "",
        durationNanos: 0,
      });
    }
  }

  private addEvent(span: ComparedStatement, name: string): ComparedStatement {
    const event = eventOf(span, name);
    const ofSpan = this.events.get(span) ?? new Map<string, ComparedStatement>();
    this.events.set(span, ofSpan.set(name, event));
    return event;
  }
}

function toStatement(tuple: StatementTuple, { resources }: ReadContext): ComparedStatement {
  const [, span, resource, service, text, hasOwnText, number, level, statusMessage] = tuple;
  const isSpan = span === 1;
  const template = resources.patterns.byNumber(number);
  return {
    signal: isSpan ? "spans" : "logs",
    service,
    text: hasOwnText ? undefined : text,
    pattern:
      template === undefined
        ? undefined
        : { id: patternIdOf(template), text: patternOf(template).text },
    isEvent: false,
    severityNumber: isSpan ? 0 : level,
    isErrorSpan: isSpan && level === 1,
    statusMessage,
    file: tuple[9],
    line: tuple[10],
    function: tuple[11],
    eventName: tuple[12],
    run: tuple[13],
    resource: resources.attributesOf(resource),
  };
}

/** An event of a span is a record of its own. */
function eventOf(span: ComparedStatement, name: string): ComparedStatement {
  return {
    ...span,
    signal: "logs",
    text: name,
    isEvent: true,
    eventName: name,
    severityNumber: name === "exception" ? 17 : 9,
    isErrorSpan: false,
    statusMessage: "",
  };
}
