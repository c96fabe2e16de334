// When a database that nothing is wrong with is opened anew. DuckDB tests what a text must hold once for each value
// of a group's dictionary, but only in groups of rows that stood in the file when it was opened: in those written since it
// tests row for row. A search for two words near each other in a million rows that were just stored took 139 to 210 ms,
// and 72 to 86 in the same rows of a database opened anew (of ten million 1,131 and 360).

import type { BuildPace } from "./blocks/buildPace";

/** So many are searched in a fifth of the time that a first page may take. */
const rowsWorthIt = 250_000;
const lookEveryMs = 500;

export class Renewal {
  private rowCount = 0;
  private isRenewing = false;
  private readonly timer: NodeJS.Timeout;

  /** `renew` ends the use of this one, or does nothing where that is not possible now. */
  constructor(
    private readonly pace: Pick<BuildPace, "isIdle">,
    private readonly renew: () => Promise<void>,
  ) {
    this.timer = setInterval(() => void this.look(), lookEveryMs);
    this.timer.unref();
  }

  committed(rowCount: number): void {
    this.rowCount += rowCount;
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.rowCount < rowsWorthIt || this.isRenewing || !this.pace.isIdle) return;
    this.isRenewing = true;
    try {
      await this.renew();
    } catch {
      // The next call opens it, and is told if that fails.
    } finally {
      this.isRenewing = false;
    }
  }
}
