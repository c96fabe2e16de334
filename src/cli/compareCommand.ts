// compare: why do these requests fail and those not.

import type { CompareResult } from "../shared/contract/collectorApi";
import { differenceJson, rankingText } from "../shared/compare/text";
import { exitCodes, oneOf, parseFlags, textFlag, UsageError } from "./arguments";
import { withCollector } from "./client";
import type { Command } from "./command";
import { printJson, printLine } from "./output";
import { parseMoment } from "./readCommands";

export const compare: Command = {
  name: "compare",
  usage:
    "compare --bad QUERY --good QUERY [--within QUERY] [--same-route] [--from T] [--to T] [--by request] [--all] [--json]",
  summary:
    "ranks what sets requests with a bad record apart from the others; --all prints what goes with each cause, too",
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
    oneOf(parsed, "by", ["request"], "request");
    const within = textFlag(parsed, "within");
    const from = textFlag(parsed, "from");
    const to = textFlag(parsed, "to");
    await withCollector(dataPath, async ({ collector }) => {
      const result = await collector.compare({
        bad,
        good,
        ...(within === undefined ? {} : { within }),
        isOfSameRoute: parsed.flags["same-route"] === true,
        ...(from === undefined ? {} : { from: parseMoment(from) }),
        ...(to === undefined ? {} : { to: parseMoment(to) }),
      });
      if (parsed.flags.json === true) await printRanking(result, parsed.flags.all === true);
      else await printLine(rankingText(result).trimEnd());
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
  if (result.isCut)
    console.error("There are more requests than are compared: these are the newest.");
}
