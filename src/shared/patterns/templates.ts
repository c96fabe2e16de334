// All templates, by key, by number and by build; merges those that turn out to be one.

import { findMerges, type Merge } from "./merge";
import { keyOfTemplate, type TemplateKey } from "./segments";
import { isPlaceholder, type Tokens, tokensOf, withoutIds } from "./tokens";

/** As the store keeps it. */
export interface StoredTemplate {
  readonly number: number;
  readonly text: string;
  /** Of one that stands for others: the tokens that differ between them. */
  readonly places: readonly number[] | undefined;
  readonly firstSeenNanos: bigint;
}

export interface Template {
  /** Key in the store's `patterns` table. */
  readonly number: number;
  readonly key: TemplateKey;
  readonly text: string;
  /** Set on one that stands for others: the tokens that differ between them. */
  readonly places: readonly number[] | undefined;
  /** When the first message of it came, nanoseconds since the epoch. */
  readonly firstSeenNanos: bigint;
  /** What it was found to be a case of. */
  readonly parent: Template | undefined;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Templates that differ in words only. */
interface Build {
  /** Those that belong to no other yet. */
  single: Member[];
  readonly merged: Merged[];
  /** Compared again when there are so many. */
  dueAt: number;
}
interface Member {
  readonly template: Mutable<Template>;
  readonly tokens: Tokens;
}
interface Merged {
  readonly template: Mutable<Template>;
  readonly texts: readonly string[];
  readonly places: ReadonlySet<number>;
}

/** Of a build with so many templates, each new one is compared at once; of larger ones every so often. */
const comparedAtOnce = 48;
const growthToCompare = 1.125;
/** Values that may stand among words: names that are numbers, ids, addresses. */
const valuePlaceholders = ["<num>", "<hex>", "<id>", "<uuid>", "<ip>", "<host>", "<email>"];

export class Templates {
  private readonly keys = new Map<TemplateKey, Mutable<Template>>();
  private readonly numbers = new Map<number, Mutable<Template>>();
  private readonly builds = new Map<string, Build>();
  private readonly stored = new Set<number>();
  private nextNumber = 1;

  get size(): number {
    return this.keys.size;
  }
  get all(): Iterable<Template> {
    return this.keys.values();
  }
  byKey(key: TemplateKey): Template | undefined {
    return this.keys.get(key);
  }
  byNumber(number: number): Template | undefined {
    return this.numbers.get(number);
  }

  /** A merged template that a new text is a case of: the one with the most words of its own. */
  like(text: string): Template | undefined {
    const tokens = tokensOf(text);
    const candidates = this.builds.get(tokens.build)?.merged ?? [];
    let best: Merged | undefined;
    for (const candidate of candidates) {
      if (!isCaseOf(tokens.texts, candidate)) continue;
      if (best === undefined || candidate.places.size < best.places.size) best = candidate;
    }
    return best?.template;
  }

  add(text: string, key: TemplateKey, nowNanos: bigint): Template {
    const template = this.create(text, key, nowNanos, undefined);
    this.compareWithItsLike(template);
    if (template.parent === undefined) this.joinAsValue(template);
    return template;
  }

  wasSeen(number: number, nanos: bigint): Template[] {
    const younger: Template[] = [];
    let template = this.numbers.get(number);
    while (template !== undefined) {
      if (nanos < template.firstSeenNanos) {
        template.firstSeenNanos = nanos;
        younger.push(template);
      }
      template =
        template.parent === undefined ? undefined : this.numbers.get(template.parent.number);
    }
    return younger;
  }

  notStored(): Template[] {
    const missing: Template[] = [];
    if (this.stored.size === this.numbers.size) return missing;
    for (const [number, template] of this.numbers) {
      if (!this.stored.has(number)) missing.push(template);
    }
    return missing;
  }

  markStored(templates: readonly Template[]): void {
    for (const { number } of templates) if (this.numbers.has(number)) this.stored.add(number);
  }

  setStored(numbers: Iterable<number>): void {
    this.stored.clear();
    for (const number of numbers) if (this.numbers.has(number)) this.stored.add(number);
  }

  load(rows: readonly StoredTemplate[]): void {
    for (const { number, text, places, firstSeenNanos } of rows) {
      this.nextNumber = Math.max(this.nextNumber, number + 1);
      const key = keyOfTemplate(text);
      if (this.keys.has(key)) continue; // of a later reading of messages: its rows keep their own text
      this.nextNumber = Math.max(this.nextNumber, number);
      this.create(text, key, firstSeenNanos, places, number);
      this.stored.add(number);
    }
    for (const template of [...this.keys.values()]) this.join(template);
    for (const build of [...this.builds.values()]) this.merge(build);
  }

  /** Numbers are not given again. */
  clear(): void {
    this.keys.clear();
    this.numbers.clear();
    this.builds.clear();
    this.stored.clear();
  }

  recall(template: Template): Template {
    if (this.numbers.get(template.number) === template) return template;
    const known = this.keys.get(template.key);
    if (known !== undefined) return known;
    this.numbers.set(template.number, template);
    this.keys.set(template.key, template);
    return template;
  }

  /** One that stands for others stays for them. */
  forget(numbers: readonly number[]): void {
    const gone = new Set(numbers);
    const parents = new Set<Template>();
    for (const template of this.keys.values()) {
      if (template.parent !== undefined && !gone.has(template.number)) parents.add(template.parent);
    }
    for (const number of numbers) {
      this.stored.delete(number);
      const template = this.numbers.get(number);
      if (template === undefined || template.places !== undefined || parents.has(template))
        continue;
      this.numbers.delete(number);
      this.keys.delete(template.key);
    }
    for (const [text, build] of this.builds) {
      build.single = build.single.filter(({ template }) => this.keys.has(template.key));
      if (build.single.length === 0 && build.merged.length === 0) this.builds.delete(text);
    }
  }

  private create(
    text: string,
    key: TemplateKey,
    firstSeenNanos: bigint,
    places: readonly number[] | undefined,
    number = this.nextNumber++,
  ): Mutable<Template> {
    const template: Mutable<Template> = {
      number,
      key,
      text,
      places,
      firstSeenNanos,
      parent: undefined,
    };
    this.keys.set(key, template);
    this.numbers.set(number, template);
    return template;
  }

  private compareWithItsLike(template: Mutable<Template>): void {
    const build = this.join(template);
    const count = build.single.length;
    if (count < 2 || (count > comparedAtOnce && count < build.dueAt)) return;
    this.merge(build);
  }

  /** Puts it among its like; one that stands for others also where new cases of it are looked for. */
  private join(template: Mutable<Template>): Build {
    const tokens = tokensOf(template.text);
    const build = this.buildOf(tokens.build);
    build.single.push({ template, tokens });
    if (template.places !== undefined) this.joinMerged(template, template.places);
    return build;
  }

  private joinMerged(template: Mutable<Template>, places: readonly number[]): void {
    const { texts } = tokensOf(template.text);
    const aCase = texts.map((text, at) => (places.includes(at) ? "x" : text)).join("");
    const { merged } = this.buildOf(tokensOf(aCase).build);
    if (merged.some((other) => other.template === template)) return;
    const own: Merged = { template, texts, places: new Set(places) };
    for (const other of merged) {
      if (isCaseOf(other.texts, own)) adopt(own.template, other.template);
      else if (isCaseOf(texts, other)) adopt(other.template, template);
    }
    merged.push(own);
  }

  /** "user 42" belongs to "user <str>" although numbers are no words. */
  private joinAsValue(template: Mutable<Template>): void {
    const { texts } = tokensOf(template.text);
    for (const [at, text] of texts.entries()) {
      if (!isPlaceholder(text) || text === "<str>") continue;
      const key = keyOfTemplate([...texts.slice(0, at), "<str>", ...texts.slice(at + 1)].join(""));
      const wider = this.keys.get(key);
      if (wider?.places?.includes(at) === true) adopt(wider, template);
    }
  }

  /** And those that were there first. */
  private adoptValues(parent: Mutable<Template>, places: readonly number[]): void {
    const { texts } = tokensOf(parent.text);
    for (const at of places) {
      if (texts[at] !== "<str>") continue;
      for (const value of valuePlaceholders) {
        const key = keyOfTemplate([...texts.slice(0, at), value, ...texts.slice(at + 1)].join(""));
        const one = this.keys.get(key);
        if (one !== undefined) adopt(parent, one);
      }
    }
  }

  private merge(build: Build): void {
    const members = build.single;
    for (const found of findMerges(members.map(({ tokens }) => tokens))) this.apply(found, members);
    build.single = build.single.filter(({ template }) => template.parent === undefined);
    build.dueAt = Math.ceil(build.single.length * growthToCompare);
  }

  private apply({ texts, places, members }: Merge, all: readonly Member[]): void {
    const text = texts.join("");
    const key = keyOfTemplate(text);
    const cases: Mutable<Template>[] = [];
    for (const at of members) {
      const one = all[at]?.template;
      if (one !== undefined && one.parent === undefined && one.key !== key) cases.push(one);
    }
    const [first] = cases;
    if (first === undefined) return;
    const known = this.keys.get(key);
    const parent = known ?? this.create(text, key, first.firstSeenNanos, places);
    for (const one of cases) adopt(parent, one);
    if (known === undefined) this.compareWithItsLike(parent);
    parent.places ??= places;
    this.adoptValues(parent, parent.places);
    this.joinMerged(parent, parent.places);
  }

  private buildOf(text: string): Build {
    let build = this.builds.get(text);
    if (build === undefined) this.builds.set(text, (build = { single: [], merged: [], dueAt: 0 }));
    return build;
  }
}

/** Makes it a case of the parent, unless the parent is one of it. */
function adopt(parent: Mutable<Template>, one: Mutable<Template>): void {
  if (one.parent !== undefined) return;
  for (let at: Template | undefined = parent; at !== undefined; at = at.parent) {
    if (at === one) return;
  }
  one.parent = parent;
  if (one.firstSeenNanos < parent.firstSeenNanos) parent.firstSeenNanos = one.firstSeenNanos;
}

function isCaseOf(texts: readonly string[], { texts: own, places }: Merged): boolean {
  if (texts.length !== own.length) return false;
  for (let at = 0; at < own.length; at++) {
    const text = texts[at] ?? "";
    if (text === own[at] || places.has(at)) continue;
    if (withoutIds(text) !== withoutIds(own[at] ?? "")) return false;
  }
  return true;
}
