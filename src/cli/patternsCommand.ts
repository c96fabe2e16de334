// `sidelight patterns`: what log messages are cases of, with their counts and trends.

import type { PatternInfo } from "../shared/contract/patterns";
import { numberFlag, parseFlags, textFlag, exitCodes } from "./arguments";
import { withCollector } from "./client";
import type { Command } from "./command";
import { printMeant } from "./meant";
import { printJson, printLine, visible } from "./output";
import { parseMoment } from "./readCommands";

const defaultLimit = 50;
/** Enough to see what a placeholder stands for. */
const shownValues = 5;
const bars = 24;
const heights = "▁▂▃▄▅▆▇█";

export const patterns: Command = {
  name: "patterns",
  usage: "patterns [QUERY] [--from T] [--to T] [--new-since T] [--limit N] [--json]",
  summary: "prints what matching log messages are cases of, most frequent first",
  async run(args, dataPath) {
    const parsed = parseFlags(args, {
      from: { type: "string" },
      to: { type: "string" },
      "new-since": { type: "string" },
      limit: { type: "string" },
      json: { type: "boolean" },
    });
    const moment = (flag: string) => {
      const text = textFlag(parsed, flag);
      return text === undefined ? undefined : parseMoment(text);
    };
    const [from, to, newSince] = [moment("from"), moment("to"), moment("new-since")];
    const isJson = parsed.flags.json === true;
    const limit = numberFlag(parsed, "limit", 1, 1000) ?? defaultLimit;
    await withCollector(dataPath, async ({ collector }) => {
      const asked = {
        query: parsed.positionals.join(" "),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      };
      const list = await collector.patterns({
        ...asked,
        ...(newSince === undefined ? {} : { newSince }),
        limit,
        bars,
        values: isJson ? shownValues : 0,
      });
      for (const pattern of list.patterns) {
        await (isJson ? printJson(pattern) : printLine(patternLine(pattern)));
      }
      if (list.count === 0) await printMeant(collector, { signal: "logs", ...asked });
      const rest = list.count - list.patterns.length;
      if (rest > 0) console.error(`… ${rest} more patterns; --limit shows them`);
    });
    return exitCodes.done;
  },
};

/** Count, trend, worst level, id and text of a pattern in one line. */
export function patternLine({ id, count, trend, levels, text }: PatternInfo): string {
  const worst = Object.keys(levels).at(-1) ?? "-";
  return visible(
    `${String(count).padStart(9)} ${trendText(trend)} ${worst.padEnd(5)} ${id}  ${text}`,
  );
}

export function trendText(trend: readonly number[]): string {
  const most = Math.max(1, ...trend);
  const at = (count: number) => Math.ceil((count / most) * heights.length) - 1;
  return trend.map((count) => (count === 0 ? " " : (heights[at(count)] ?? ""))).join("");
}
