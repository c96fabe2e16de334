// logrus on a terminal: `ERRO[0001] msg  k=v`, with its full time `INFO[2024-01-01T10:00:00Z] msg`, and with the
// caller `WARN[0000]/app/main.go:12 main.pay() msg`.

import { readTime } from "../../../shared/parseTime";
import { withAttributes, withLevel, type Header } from "./header";

/** Level names are cut to four letters, unless that is turned off. */
const levelOf = {
  TRAC: "TRACE",
  DEBU: "DEBUG",
  INFO: "INFO",
  WARN: "WARN",
  ERRO: "ERROR",
  FATA: "FATAL",
  PANI: "PANIC",
} as const;
type ShortLevel = keyof typeof levelOf;

const start = new RegExp(
  String.raw`^(${Object.keys(levelOf).join("|")})(?:E|G|ING|R|L|C)? *\[([\dTZ:.+-]{4,40})\](?:(\S{1,300}\.go):(\d{1,7}) (?:([\w./*()[\]-]{1,300})\(\) )?| )`,
);

export function readLogrus(line: string, nowMs: number): Header | undefined {
  const open = line.indexOf("[");
  if (open < 0 || open > 7) return undefined;
  const match = start.exec(line);
  if (match === null || isPino(line.slice(match[0].length))) return undefined;
  const [whole, word, when = "", file, lineNumber, name] = match;
  const header: Header = { rest: line.slice(whole.length), hasPairs: true };
  if (file !== undefined) {
    header.file = file;
    header.line = Number(lineNumber);
  }
  if (name !== undefined) header.function = name;
  const time = /^\d+$/.test(when) ? undefined : readTime(when, 0, nowMs);
  if (time === undefined && !/^\d+$/.test(when)) return undefined;
  if (time === undefined) withAttributes(header, { elapsed_s: Number(when) });
  else Object.assign(header, { time: time.nanos, timeText: when });
  return withLevel(header, isShort(word) ? levelOf[word] : undefined);
}

/** `INFO [10:00:00.123] (shop/12): msg` is pino-pretty's. */
const isPino = (rest: string) => /^\([^()]{1,200}\): /.test(rest);

const isShort = (word: string | undefined): word is ShortLevel =>
  word !== undefined && word in levelOf;
