// The figures around the rows: the histogram, and how many records each level and service has, the toggled
// off ones included, so that a chip says what turning it on would bring.

import { batch, signal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { GroupRow } from "../../src/shared/contract/groups";
import type { HistogramResult } from "../../src/shared/contract/histogram";
import type { Client } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import { type SeverityName, severityNames } from "../../src/shared/severity";
import type { ZoneOffset } from "../../src/shared/zoneOffsets";

type Collector = Pick<Client<CollectorApi>, "histogram" | "groups">;

export interface LevelCount {
  readonly level: SeverityName;
  readonly count: number;
}
export interface ServiceCount {
  readonly service: string;
  readonly count: number;
}

export class Overview {
  readonly histogram = signal<HistogramResult | undefined>(undefined);
  /** The field that the histogram which is there is split by. */
  readonly shownBy = signal("level");
  readonly levels = signal<readonly LevelCount[]>(levelCounts([], [], []));
  readonly services = signal<readonly ServiceCount[]>([]);

  constructor(private readonly collector: Collector) {}

  /** `untoggled` is the selection without the level and service toggles. */
  async refresh(
    selection: Selection,
    untoggled: Selection,
    off: { levels: readonly string[]; services: readonly string[] },
    histogramOf: {
      readonly bars: number;
      readonly by: string;
      readonly zone: readonly ZoneOffset[];
    },
    signal: AbortSignal,
  ): Promise<void> {
    const [histogram, groups] = await Promise.all([
      this.collector.histogram({ ...selection, ...histogramOf }, signal),
      this.collector.groups({ ...untoggled, by: ["level", "service"], limit: 1_000 }, signal),
    ]);
    batch(() => {
      this.histogram.value = histogram;
      this.shownBy.value = histogramOf.by;
      this.levels.value = levelCounts(groups, off.services, off.levels);
      this.services.value = serviceCounts(groups, off.levels, off.services);
    });
  }
}

/** The four usual levels always, the others where there are some or they are off; most severe first. */
function levelCounts(
  groups: readonly GroupRow[],
  offServices: readonly string[],
  offLevels: readonly string[],
): LevelCount[] {
  const counts = sums(groups, levelOf, (row) => !offServices.includes(serviceOf(row)));
  return [...severityNames]
    .reverse()
    .map((level) => ({ level, count: counts.get(level) ?? 0 }))
    .filter(({ level, count }) => count > 0 || usual.has(level) || offLevels.includes(level));
}
const usual = new Set<string>(["ERROR", "WARN", "INFO", "DEBUG"]);

/** In the alphabet's order, so that chips stay where they are while counts change. */
function serviceCounts(
  groups: readonly GroupRow[],
  offLevels: readonly string[],
  offServices: readonly string[],
): ServiceCount[] {
  const counts = sums(groups, serviceOf, (row) => !offLevels.includes(levelOf(row)));
  for (const row of groups) {
    const service = serviceOf(row);
    if (!counts.has(service)) counts.set(service, 0);
  }
  for (const service of offServices) if (!counts.has(service)) counts.set(service, 0);
  return [...counts]
    .map(([service, count]) => ({ service, count }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

function sums(
  groups: readonly GroupRow[],
  keyOf: (row: GroupRow) => string,
  isCounted: (row: GroupRow) => boolean,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of groups) {
    if (!isCounted(row)) continue;
    counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + (row.value ?? 0));
  }
  return counts;
}

const levelOf = (row: GroupRow) => String(row.group["level"] ?? "").toUpperCase();
const serviceOf = (row: GroupRow) => String(row.group["service"] ?? "");
