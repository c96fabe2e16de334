// All that is scraped: the targets that the user names, and those that are found if the user wants that.

import type { TargetStats } from "../../../shared/contract/stats";
import type { ReceiverContext } from "../../pipeline/receiver";
import { FoundTargets } from "./foundTargets";
import type { PointMaker } from "./points";
import { readSettings, targetUrl } from "./settings";
import { Target } from "./target";

export class Scrapes {
  private readonly named: Target[] = [];
  private readonly wrong: TargetStats[] = [];
  private readonly found: FoundTargets | undefined;

  constructor(context: ReceiverContext, points: PointMaker) {
    const { targets, scrapeIntervalMs: intervalMs, discover } = readSettings(context.settings);
    const urls: URL[] = [];
    for (const [name, address] of Object.entries(targets)) {
      const url = targetUrl(address);
      if (url === undefined) {
        const lastError = "is no address; it should be like localhost:8000";
        this.wrong.push({ name, address, isUp: false, samples: 0, lastError });
        continue;
      }
      urls.push(url);
      this.named.push(new Target({ name, url, intervalMs }, context, points));
    }
    if (discover !== "off") {
      this.found = new FoundTargets({ discover, intervalMs, named: urls }, context, points);
    }
  }

  start(): void {
    for (const target of this.named) target.start();
    this.found?.start();
  }

  stats(): readonly TargetStats[] {
    return [
      ...this.named.map((target) => target.stats()),
      ...this.wrong,
      ...(this.found?.stats() ?? []),
    ];
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.named.map((target) => target.dispose()), this.found?.dispose()]);
  }
}
