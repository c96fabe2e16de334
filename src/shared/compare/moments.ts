// In what order the records of a request came: ranks of their starts and ends, so that clocks and durations
// do not matter. Times are only as fine as the logger writes them: "12:00:07" is any moment of that second.

import type { ComparedRecord } from "./model";

export interface Moments {
  /** Indices of the records, those that started first first. */
  readonly order: readonly number[];
  /** By record: its rank among all starts and ends of the request. */
  readonly start: readonly number[];
  readonly end: readonly number[];
}

/** `records` ascend by time, then seq. */
export function momentsOf(records: readonly ComparedRecord[]): Moments {
  const times = finerTimes(records);
  if (times === undefined && records.every(({ durationNanos }) => durationNanos === 0)) {
    const order = records.map((_, i) => i);
    return { order, start: order, end: order };
  }
  const order: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  const moments: { at: number; isEnd: boolean; record: number }[] = [];
  records.forEach(({ statement, timeNanos, durationNanos }, record) => {
    moments.push({ at: times?.[record] ?? timeNanos, isEnd: false, record });
    if (statement.signal === "spans")
      moments.push({ at: timeNanos + durationNanos, isEnd: true, record });
  });
  // Of ends at one time the span that began last ended first; of starts spans come before what is in them.
  const isLog = (record: number) => Number(records[record]?.statement.signal !== "spans");
  const seqOf = (record: number) => records[record]?.seq ?? 0;
  const byArrival = (a: number, b: number) => isLog(a) - isLog(b) || seqOf(a) - seqOf(b);
  moments.sort(
    (a, b) =>
      a.at - b.at ||
      Number(a.isEnd) - Number(b.isEnd) ||
      (a.isEnd
        ? b.record - a.record
        : times === undefined
          ? a.record - b.record
          : byArrival(a.record, b.record)),
  );
  moments.forEach(({ isEnd, record }, rank) => {
    if (!isEnd) {
      start[record] = rank;
      order.push(record);
    }
    end[record] = rank;
  });
  return { order, start, end };
}

const secondNanos = 1e9;
const milliNanos = 1e6;
/** What a clock of whole seconds or milliseconds tells; 1 of a finer one. */
const stepOf = (timeNanos: number) =>
  timeNanos % milliNanos !== 0 ? 1 : timeNanos % secondNanos === 0 ? secondNanos : milliNanos;

/**
 * Within its step a record came behind those that arrived before it, and in a millisecond behind the spans
 * of its service that began in it. Undefined where all times are of one clock and their order is known.
 */
function finerTimes(records: readonly ComparedRecord[]): Float64Array | undefined {
  const first = stepOf(records[0]?.timeNanos ?? 0);
  if (records.every(({ timeNanos }) => stepOf(timeNanos) === first)) return undefined;
  const times = Float64Array.from(records, ({ timeNanos }) => timeNanos);
  const bySecond = new Map<number, number>();
  const byMilli = new Map<number, number>();
  const begun = new Map<string, number>();
  const raise = <Key>(latest: Map<Key, number>, key: Key, time: number) => {
    if (time > (latest.get(key) ?? -Infinity)) latest.set(key, time);
  };
  const milliOf = (time: number) => Math.floor(time / milliNanos);
  const logs: { readonly record: ComparedRecord; readonly index: number }[] = [];
  records.forEach((record, index) => {
    const { statement, timeNanos } = record;
    if (statement.signal !== "spans") logs.push({ record, index });
    else raise(begun, `${milliOf(timeNanos)} ${statement.service}`, timeNanos);
  });
  for (const { record, index } of logs.sort((a, b) => a.record.seq - b.record.seq)) {
    const { timeNanos, statement } = record;
    const second = Math.floor(timeNanos / secondNanos);
    const step = stepOf(timeNanos);
    let time = timeNanos;
    if (step === secondNanos) time = Math.max(time, bySecond.get(second) ?? time);
    if (step >= milliNanos) {
      const milli = milliOf(time);
      time = Math.max(
        time,
        byMilli.get(milli) ?? time,
        begun.get(`${milli} ${statement.service}`) ?? time,
      );
    }
    times[index] = time;
    raise(bySecond, second, time);
    raise(byMilli, milliOf(time), time);
  }
  return times;
}
