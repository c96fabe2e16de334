// Times that may be of another day than today: then they say of which, and of which year where it is another.

import { dayMs, formatDate, formatTick } from "./format";

/** "10:42:00 – 10:43:00", "11-22 23:50:00 – 11-23 00:10:00", "2018-10-24 13:00 – 14:00", "2018-10-01 – 2018-11-01". */
export function formatSpan(
  [fromMs, toMs]: readonly [number, number],
  stepMs: number,
  { isUtc, nowMs }: { readonly isUtc: boolean; readonly nowMs: number },
): string {
  const [from, to, today] = [fromMs, toMs, nowMs].map((ms) => formatDate(ms, isUtc));
  if (stepMs >= dayMs) return `${from} – ${to}`;
  const clock = (ms: number) => formatTick(ms, Math.min(stepMs, 1_000), isUtc);
  const isOneDay = from === to;
  const isToday = isOneDay && from === today;
  return `${isToday ? "" : `${from} `}${clock(fromMs)} – ${isOneDay ? "" : `${to} `}${clock(toMs)}`;
}

/** What of a date times have to say: nothing when all are of today, the year when it is not this one. */
export type DateDetail = "time" | "day" | "year";

export function dateDetail(
  times: readonly number[],
  { isUtc, nowMs }: { readonly isUtc: boolean; readonly nowMs: number },
): DateDetail {
  const today = formatDate(nowMs, isUtc);
  const dates = times.map((ms) => formatDate(ms, isUtc));
  if (dates.every((date) => date === today)) return "time";
  return dates.every((date) => date.slice(0, 4) === today.slice(0, 4)) ? "day" : "year";
}

/** "11-22" or "2018-11-22", in front of a time; "" where it says nothing. */
export function formatDatePart(time: string | number, detail: DateDetail, isUtc: boolean): string {
  if (detail === "time") return "";
  const date = formatDate(time, isUtc);
  return detail === "day" ? date.slice(5) : date;
}
