// compare: why do these requests fail and those not.

import type { CompareResult } from "../shared/contract/compare";
import { clocksText, differenceJson, rankingText } from "../shared/compare/text";
import { exitCodes, parseFlags, textFlag, UsageError } from "./arguments";
import { withCollector } from "./client";
import type { Command } from "./command";
import { printMeant } from "./meant";
import { printJson, printLine } from "./output";
import { parseMoment } from "./readCommands";

export const compare: Command = {
  name: "compare",
  usage:
    "compare --bad QUERY --good QUERY [--within QUERY] [--same-route] [--from T] [--to T] [--by request|trace|record|FIELD] [--all] [--json]",
  summary:
    "ranks what sets requests with a bad record apart from the others, or what else --by groups records by; --all prints what goes with each cause, too",
  async run(args, dataPath) {
    const parsed = parseFlags(args, {
      bad: { type: "string" },
      good: { type: "string" },
      within: { type: "string" },
      "same-route": { type: "boolean" },
      from: { type: "string" },
      to: { type: "string" },
      by: { type: "string" },
      all: { type: "boolean" },
      json: { type: "boolean" },
    });
    const bad = textFlag(parsed, "bad");
    const good = textFlag(parsed, "good");
    if (bad === undefined || good === undefined || parsed.positionals.length > 0) {
      throw new UsageError("compare takes --bad QUERY and --good QUERY.");
    }
    const by = textFlag(parsed, "by")?.trim() ?? "request";
    if (by === "")
      throw new UsageError("--by takes request, trace, record or the name of a field.");
    const within = textFlag(parsed, "within");
    const from = textFlag(parsed, "from");
    const to = textFlag(parsed, "to");
    await withCollector(dataPath, async ({ collector }) => {
      const time = {
        ...(from === undefined ? {} : { from: parseMoment(from) }),
        ...(to === undefined ? {} : { to: parseMoment(to) }),
      };
      const result = await collector.compare({
        bad,
        good,
        by,
        ...(within === undefined ? {} : { within }),
        isOfSameRoute: parsed.flags["same-route"] === true,
        ...time,
      });
      if (parsed.flags.json === true) await printRanking(result, parsed.flags.all === true);
      else await printLine(rankingText(result, by, result.clocks).trimEnd());
      if (result.badRequests === 0 || result.goodRequests === 0) {
        for (const query of [bad, good, within ?? ""]) {
          await printMeant(collector, { signal: "logs", query, ...time });
        }
      }
      if (result.badRequests === 0 && by !== "record") console.error(withoutGroups(by));
    });
    return exitCodes.done;
  },
};

/** A line a difference; what goes with it has its rank and comes behind it. */
async function printRanking(result: CompareResult, isAll: boolean): Promise<void> {
  for (const difference of result.differences) {
    await printJson(differenceJson(difference, difference.rank));
    if (!isAll) continue;
    for (const related of difference.related) {
      await printJson(differenceJson(related, difference.rank));
    }
  }
  if (result.tooLittle !== undefined) console.error(result.tooLittle);
  else if (result.differences.length === 0) console.error("Nothing differs beyond chance.");
  for (const sentence of clocksText(result.clocks)) console.error(sentence);
  if (result.isCut)
    console.error("There are more requests than are compared: these are the newest.");
}

const withoutGroups = (by: string) =>
  `Only records with ${by === "request" ? "a request id or a trace id" : by === "trace" ? "a trace id" : by} are compared so: --by record compares each record alone.`;
