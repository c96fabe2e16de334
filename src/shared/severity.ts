// One severity scale: OpenTelemetry's numbers (logs data model, "Field: SeverityNumber").

export const severityNames = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;
export type SeverityName = (typeof severityNames)[number];

/** "INFO" for 9..12 and so on; undefined for 0 and what is out of range. */
export function severityName(severityNumber: number): SeverityName | undefined {
  if (severityNumber < 1 || severityNumber > 24) return undefined;
  return severityNames[Math.floor((severityNumber - 1) / 4)];
}

/** The lowest number of a named level: WARN → 13. */
export function severityFloor(name: SeverityName): number {
  return severityNames.indexOf(name) * 4 + 1;
}

const words: Readonly<Record<string, number>> = {
  trace: 1,
  verbose: 1,
  silly: 1,
  finest: 1,
  trce: 1,
  v: 1,
  t: 1,
  finer: 1,
  all: 1,
  debug: 5,
  dbug: 5,
  dbg: 5,
  d: 5,
  fine: 5,
  config: 5,
  info: 9,
  information: 9,
  informational: 9,
  log: 9,
  http: 9,
  i: 9,
  inf: 9,
  default: 9,
  access: 9,
  success: 10,
  notice: 10,
  warn: 13,
  warning: 13,
  wrn: 13,
  w: 13,
  error: 17,
  err: 17,
  e: 17,
  fail: 17,
  severe: 17,
  exception: 17,
  failure: 17,
  critical: 21,
  crit: 21,
  fatal: 21,
  f: 21,
  c: 21,
  panic: 21,
  dpanic: 21,
  alert: 21,
  emerg: 21,
  emergency: 21,
  ftl: 21,
  pnc: 21,
};

/** Longer texts are no level, however much they are padded (characters). */
const maxLevelLength = 64;

/** A level word of any logger, any case, with slog's offsets ("INFO+2"); 0 when it is none. */
export function severityFromText(text: string): number {
  const known = numberOf(text);
  if (known !== 0) return known;
  if (text.length > maxLevelLength) return 0; // the pattern looks at many blanks again from each of them
  const match = /^\s*[[(<]?\s*([a-z]+)\s*([+-]\d{1,2})?\s*[\])>:]?\s*$/i.exec(text);
  const base = numberOf(match?.[1]?.toLowerCase() ?? "");
  if (base === 0 || match?.[2] === undefined) return base;
  return Math.min(24, Math.max(1, base + Number(match[2])));
}

/** Own words only: an app may call its level "constructor". */
const numberOf = (word: string) => (Object.hasOwn(words, word) ? (words[word] ?? 0) : 0);
