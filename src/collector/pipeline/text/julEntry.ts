// java.util.logging's default: the time, the class and the method on a line, level and message on the next.

import { readTime } from "../../../shared/parseTime";
import { withLevel, type Header } from "./header";

const head = String.raw`[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d\d:\d\d[ \u202f][AP]M [\w.$]{1,200} [\w$<>]{1,100}`;
const levels = "(?:SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST)";
export const julHead = new RegExp(`^${head}$`);
export const julLevel = new RegExp(`^${levels}: `);
const entry = new RegExp(`^(${head})\n(${levels}): `);

export function readJul(text: string, nowMs: number): Header | undefined {
  const match = text.charCodeAt(3) === 32 ? entry.exec(text) : null;
  const [whole = "", first = "", word = ""] = match ?? [];
  // Since Java 20 a narrow blank stands before AM and PM.
  const time = match && readTime(first.replace("\u202f", " "), 0, nowMs);
  if (!time) return undefined;
  const [logger = "", name = ""] = first.slice(time.end).trim().split(" ");
  const header: Header = {
    time: time.nanos,
    timeText: first.slice(0, time.end),
    logger,
    function: name,
    rest: text.slice(whole.length),
  };
  return withLevel(header, word);
}
