// Sends items to the collector in bodies of a bounded size, and waits when its queue is full.

import { request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { importPath } from "../../shared/contract/imports";
import { type Item, type ItemKind, otlpPaths } from "./item";

/** Characters of a body. */
const maxBody = 2 * 1024 * 1024;
const maxLines = 4_000;
/** A collector that is full or starts anew is asked again so often, a second apart. */
const maxTries = 60;
const retryMs = 1_000;

export class Poster {
  accepted = 0;
  refused = 0;
  private lines: string[] = [];
  private size = 0;
  private kind: ItemKind = "record";

  /** `url`: "http://127.0.0.1:4318"; `service`: of what does not say whose it is. */
  constructor(
    private readonly url: string,
    private readonly service: string,
    /** Ends the waiting for a collector that is full; a body that was sent is waited for, so that it counts. */
    private readonly signal: AbortSignal,
  ) {}

  async add(item: Item): Promise<void> {
    if (item.kind === "broken") {
      this.refused++;
      return;
    }
    if (item.kind === "otlp") return this.otlp(item);
    if (item.kind !== this.kind) await this.flush();
    this.kind = item.kind;
    // The text as it was: parsed, numbers of more than 53 bits have lost digits.
    const line = item.text?.includes("\n") === false ? item.text : JSON.stringify(item.object);
    this.lines.push(line);
    this.size += line.length;
    if (this.size >= maxBody || this.lines.length >= maxLines) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const body = this.lines.join("\n");
    this.lines = [];
    this.size = 0;
    const form = this.kind === "fields" ? "fields" : "records";
    const query = new URLSearchParams({ form, service: this.service });
    const reply = await this.post(`${importPath}?${query.toString()}`, body);
    this.accepted += count(reply["accepted"]);
    this.refused += count(reply["refused"]);
  }

  private async otlp(item: Item): Promise<void> {
    for (const [key, path] of Object.entries(otlpPaths)) {
      const blocks = item.object[key];
      if (!Array.isArray(blocks)) continue;
      const isAll = item.text !== undefined && Object.keys(item.object).length === 1;
      const body = isAll ? item.text : JSON.stringify({ [key]: blocks });
      const reply = await this.post(path, body);
      const partial = objectOf(reply["partialSuccess"]);
      const rejected = Object.values(partial).reduce<number>((sum, value) => sum + count(value), 0);
      this.accepted += recordsIn(blocks) - rejected;
      this.refused += rejected;
    }
  }

  private async post(path: string, body: string): Promise<Readonly<Record<string, unknown>>> {
    for (let tries = 1; ; tries++) {
      const { status, text } = await send(this.url + path, body);
      if (status === 200) return objectOf(parsed(text));
      const isBusy = status === 503 || status === 429;
      if (!isBusy || tries >= maxTries) {
        throw new Error(`The collector answered ${status}: ${text.slice(0, 300).trim()}`);
      }
      await setTimeout(retryMs, undefined, { signal: this.signal });
    }
  }
}

/** Records of an export request, whose blocks nest them two deep; metrics count by their points. */
function recordsIn(blocks: readonly unknown[]): number {
  let records = 0;
  for (const block of blocks) {
    for (const scope of listsOf(block, "scopeLogs", "scopeSpans", "scopeMetrics")) {
      records += listsOf(scope, "logRecords", "spans").length;
      for (const metric of listsOf(scope, "metrics")) records += pointsOf(metric);
    }
  }
  return records;
}

const pointsOf = (metric: unknown) =>
  Object.values(objectOf(metric)).reduce<number>(
    (sum, data) => sum + listsOf(data, "dataPoints").length,
    0,
  );

function listsOf(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const object = objectOf(value);
  return names.flatMap((name) => {
    const list = object[name];
    return Array.isArray(list) ? (list as readonly unknown[]) : [];
  });
}

const count = (value: unknown) => {
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : 0;
  return Number.isFinite(number) ? number : 0;
};

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an answer without figures
  }
}

function send(url: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      { method: "POST", headers: { "content-type": "application/json" } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.on("error", reject);
      },
    );
    sending.on("error", reject);
    sending.end(body);
  });
}
