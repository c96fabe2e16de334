// `sidelight timeline ID --against ID2`: two requests in one list, with marks or as one JSON object a row.

import { alignedJson, alignedText } from "../shared/timeline/alignedText";
import { alignTimelines } from "../shared/timeline/alignTimelines";
import { buildTimeline } from "../shared/timeline/build";
import { exitCodes } from "./arguments";
import { withCollector } from "./client";
import { printJson, printLine } from "./output";

/** The exit code: failed when nothing is stored of one of the two. */
export async function printAgainst(
  dataPath: string,
  id: string,
  against: string,
  isJson: boolean,
): Promise<number> {
  let code: number = exitCodes.done;
  await withCollector(dataPath, async ({ collector }) => {
    const [one, other] = await Promise.all([
      collector.timeline({ id }),
      collector.timeline({ id: against }),
    ]);
    for (const { id: asked, spans, logs } of [one, other]) {
      if (spans.length + logs.length > 0) continue;
      console.error(`Nothing is stored of ${asked}.`);
      code = exitCodes.failed;
    }
    if (code !== exitCodes.done) return;
    const [left, right] = [buildTimeline(one), buildTimeline(other)];
    const aligned = alignTimelines(left, right);
    if (isJson) for (const row of alignedJson(aligned)) await printJson(row);
    else await printLine(alignedText(left, right, aligned).trimEnd());
  });
  return code;
}
