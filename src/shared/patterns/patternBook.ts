// Every message's template, and which templates are one pattern. Most messages only cost their hash; what
// is new is compared with its like, and from then on belongs where the comparison put it.

import { ownText } from "../ownText";
import { readMessage } from "./readMessage";
import { idOfKey, keyOfTemplate, Segments, type TemplateKey } from "./segments";
import { type StoredTemplate, type Template, Templates } from "./templates";

/** Messages that are always the same need not be read again. */
const maxConstantMessages = 4096;
const maxConstantLength = 200;
/** Templates that were found to belong to another; after so many they are looked up again. */
const maxAliases = 32_768;

export interface PatternLimits {
  /** Past these a new kind of message is told from others by its first words only. */
  readonly detailed: number;
  /** Past these by nothing. A program has hundreds of kinds; each costs about 1 KiB. */
  readonly all: number;
}
const defaultPatternLimits: PatternLimits = { detailed: 6000, all: 8000 };

export class PatternBook {
  private readonly segments = new Segments();
  private readonly templates: Templates;
  private constants = new Map<string, Template>();
  private aliases = new Map<TemplateKey, Template>();

  constructor(private readonly limits: PatternLimits = defaultPatternLimits) {
    this.templates = new Templates();
  }

  /** The template of a message; a new one was first seen now. */
  templateOf(message: string, nowNanos: bigint): Template {
    const known = this.constants.get(message);
    if (known !== undefined) return known;
    const { segments } = this;
    readMessage(segments, message);
    const key = segments.key();
    const template =
      this.templates.byKey(key) ?? this.aliases.get(key) ?? this.learn(key, nowNanos);
    if (segments.isConstant && message.length <= maxConstantLength) {
      if (this.constants.size >= maxConstantMessages) this.constants = new Map();
      this.constants.set(ownText(message), template);
    }
    return template;
  }

  get all(): Iterable<Template> {
    return this.templates.all;
  }

  byNumber(number: number): Template | undefined {
    return this.templates.byNumber(number);
  }

  /** Numbers of the templates one of whose ids passes the test. */
  numbersWith(test: (id: string) => boolean): number[] {
    const numbers: number[] = [];
    for (const template of this.templates.all) {
      if (idsOf(template).some(test)) numbers.push(template.number);
    }
    return numbers;
  }

  /** A message of it came then; gives those of it and its parents that were thought to be younger. */
  wasSeen(template: Template, nanos: bigint): Template[] {
    return this.templates.wasSeen(template.number, nanos);
  }

  /**
   * Takes a template back that was forgotten meanwhile: records that refer to it are about to be stored. Gives the one
   * that stands for it now, which is another where such messages came since.
   */
  recall(template: Template): Template {
    return this.templates.recall(template);
  }

  /** Templates that the store does not hold yet; in order of their numbers. */
  notStored(): Template[] {
    return this.templates.notStored();
  }

  markStored(templates: readonly Template[]): void {
    this.templates.markStored(templates);
  }

  /** Just these are in the store. */
  setStored(numbers: Iterable<number>): void {
    this.templates.setStored(numbers);
  }

  /** Takes up what the store holds. */
  load(stored: readonly StoredTemplate[]): void {
    this.templates.load(stored);
  }

  /** Rows of the store that no record referred to were deleted. */
  forget(numbers: readonly number[]): void {
    this.templates.forget(numbers);
    this.forgetAll();
  }

  /** All records were deleted. */
  clear(): void {
    this.forgetAll();
    this.templates.clear();
  }

  private forgetAll(): void {
    this.aliases = new Map();
    this.constants = new Map();
  }

  private learn(key: TemplateKey, nowNanos: bigint): Template {
    const text = ownText(this.segments.template());
    const like = this.templates.like(text);
    if (like !== undefined) return this.alias(key, like);
    const { size } = this.templates;
    if (size < this.limits.detailed) return this.templates.add(text, key, nowNanos);
    const coarse = size < this.limits.all ? firstWordsOf(text) : "";
    const coarseKey = keyOfTemplate(coarse === "" ? "<rest>" : coarse);
    const known = this.templates.byKey(coarseKey);
    if (known !== undefined) return this.alias(key, known);
    const added = this.templates.add(coarse === "" ? "<rest>" : coarse, coarseKey, nowNanos);
    return this.alias(key, added);
  }

  private alias(key: TemplateKey, template: Template): Template {
    if (this.aliases.size >= maxAliases) this.aliases = new Map();
    this.aliases.set(key, template);
    return template;
  }
}

/** What all of its kind belong to. */
export function patternOf(template: Template): Template {
  let pattern = template;
  while (pattern.parent !== undefined) pattern = pattern.parent;
  return pattern;
}

/** What people call it by. */
export const patternIdOf = (template: Template): string => idOfKey(patternOf(template).key);

/** Its own id and those of the patterns it is part of, the widest last: what was once asked for is found again. */
export function idsOf(template: Template): string[] {
  const ids: string[] = [];
  for (let at: Template | undefined = template; at !== undefined; at = at.parent) {
    ids.push(idOfKey(at.key));
  }
  return ids;
}

function firstWordsOf(text: string): string {
  const end = text.indexOf(" ", text.indexOf(" ") + 1);
  return end < 0 || end > 80 ? "" : `${text.slice(0, end)} <rest>`;
}
