// A target that is scraped: asked every few seconds, as long as it is one. That it is down is no failure of
// ours: `up` says it, and the last reason is shown beside its address.

import type { TargetStats } from "../../../shared/contract/stats";
import type { ReceiverContext } from "../../pipeline/receiver";
import { ExpositionReader } from "./expositionReader";
import { fetchExposition } from "./fetchExposition";
import { receiver } from "./names";
import type { Source } from "./pointParts";
import type { PointMaker } from "./points";
import { Reading } from "./reading";
import { processStart, resourceOf, type SourceName, targetInfo } from "./sources";

/** What a sample takes in the intake's queue beside its text. */
const sampleBytes = 100;

export interface TargetOptions {
  /** Its job; "" where it is to name itself (`target_info`). */
  readonly name: string;
  readonly url: URL;
  readonly run?: string;
  /** Service where neither the user nor the target names one. */
  readonly otherwise?: string;
  readonly intervalMs: number;
}

interface Scraped {
  readonly readings: readonly Reading[];
  readonly samples: number;
  readonly sizeBytes: number;
}

export class Target {
  private readonly reader = new ExpositionReader();
  private readonly up = new Reading("up", "gauge", "", "1 while the target answers.", "{}");
  private readonly duration = new Reading(
    "scrape_duration_seconds",
    "gauge",
    "s",
    "How long the target took to answer.",
    "{}",
  );
  private readonly count = new Reading(
    "scrape_samples_scraped",
    "gauge",
    "",
    "Samples that the target exposed.",
    "{}",
  );
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private source: Source;
  private samples = 0;
  private lastTimeMs = 0;
  private lastError: string | undefined;

  constructor(
    private readonly options: TargetOptions,
    private readonly context: ReceiverContext,
    private readonly points: PointMaker,
  ) {
    this.source = {
      id: `scrape\n${options.name}\n${options.url.href}`,
      resource: resourceOf(context.intake, this.sourceName([])),
      startTimeUnixNano: 0n,
      isNew: false,
      isThinned: true,
    };
  }

  /** Asks at once and then every interval. */
  start(): void {
    const startMs = performance.now();
    this.underWay = this.scrape().finally(() => {
      if (this.ending.signal.aborted) return;
      const { intervalMs } = this.options;
      const waitMs = intervalMs - ((performance.now() - startMs) % intervalMs);
      this.timer = setTimeout(() => this.start(), waitMs).unref();
    });
  }

  async dispose(): Promise<void> {
    this.ending.abort();
    clearTimeout(this.timer);
    await this.underWay;
  }

  /** Its own name for the address has no password. */
  stats(): TargetStats {
    const { url, name, otherwise = "" } = this.options;
    return {
      name: this.source.resource.service || name || otherwise,
      address: `${url.protocol}//${url.host}${url.pathname}`,
      isUp: this.up.value === 1,
      samples: this.samples,
      ...(this.lastTimeMs === 0 ? {} : { lastTime: new Date(this.lastTimeMs).toISOString() }),
      ...(this.lastError === undefined ? {} : { lastError: this.lastError }),
    };
  }

  /** One scrape; what it found is stored when it resolves. Never rejects. */
  async scrape(): Promise<void> {
    const time = this.context.now();
    const startMs = performance.now();
    const scraped = await this.ask();
    if (this.ending.signal.aborted) return;
    this.duration.value = (performance.now() - startMs) / 1000;
    this.up.value = scraped === undefined ? 0 : 1;
    this.samples = this.count.value = scraped?.samples ?? 0;
    this.lastTimeMs = Number(time / 1_000_000n);
    if (scraped !== undefined) this.describe(scraped.readings);
    await this.store(scraped, time);
  }

  private async ask(): Promise<Scraped | undefined> {
    const fetched = await fetchExposition(this.options.url, this.ending.signal);
    if (fetched.error !== undefined) return this.fail(fetched.error);
    const { body, format } = fetched;
    const { readings, samples, refused, isCutOff } = this.reader.read(body, format);
    if (isCutOff) {
      this.context.intake.counters.refused(receiver, "cut-off", 1, body);
      return this.fail("was cut off: it does not end with # EOF");
    }
    for (const { reason, line, count } of refused) {
      this.context.intake.counters.refused(receiver, reason, count, Buffer.from(line, "latin1"));
    }
    const [first] = refused;
    const wrong = first && `line ${first.lineNumber}: ${first.reason}`;
    if (samples === 0 && wrong !== undefined) return this.fail(`exposes no metrics (${wrong})`);
    this.lastError = wrong;
    return { readings, samples, sizeBytes: body.length };
  }

  /** The resource, as far as the target describes itself. */
  private describe(readings: readonly Reading[]): void {
    const info = targetInfo(readings);
    this.source = {
      ...this.source,
      resource: resourceOf(this.context.intake, this.sourceName(info), info),
      startTimeUnixNano: processStart(readings, this.source.startTimeUnixNano),
    };
  }

  private sourceName(info: readonly (readonly [string, string])[]): SourceName {
    const { name, otherwise = "", url, run = "" } = this.options;
    const isNamed = info.some(([label]) => label === "service_name");
    return { job: name === "" && !isNamed ? otherwise : name, instance: url.host, run };
  }

  private async store(scraped: Scraped | undefined, time: bigint): Promise<void> {
    const own = scraped === undefined ? [this.up] : [this.up, this.duration, this.count];
    const readings = [...own, ...(scraped?.readings ?? [])];
    const { points, undo } = this.points.pointsOf(readings, this.source, time);
    const sizeBytes = (scraped?.sizeBytes ?? 0) + points.length * sampleBytes;
    try {
      await this.context.intake.accept(receiver, { points }, sizeBytes);
    } catch (error) {
      // Counted by the intake. What is not stored is in the next scrape's increase.
      undo();
      this.lastError = error instanceof Error ? error.message : String(error);
    }
  }

  private fail(error: string): undefined {
    this.lastError = error;
  }
}
