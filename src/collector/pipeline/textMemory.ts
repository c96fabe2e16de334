// Remembers something by a text that a sender chose. Bounded in number and in length; when full it starts anew, so
// that texts without end cost time only.

import { ownText } from "../../shared/ownText";

export interface TextMemoryLimits {
  readonly entries: number;
  /** Of all texts together. */
  readonly characters: number;
}

export class TextMemory<T> {
  private readonly values = new Map<string, T>();
  private characters = 0;

  constructor(private readonly limits: TextMemoryLimits) {}

  get size(): number {
    return this.values.size;
  }

  get(text: string): T | undefined {
    return this.values.get(text);
  }

  set(text: string, value: T): void {
    if (this.values.has(text)) {
      this.values.set(text, value);
      return;
    }
    const { entries, characters } = this.limits;
    const isFull = this.size >= entries || this.characters + text.length > characters;
    if (isFull) this.clear();
    this.characters += text.length;
    this.values.set(ownText(text), value);
  }

  delete(text: string): void {
    if (this.values.delete(text)) this.characters -= text.length;
  }

  clear(): void {
    this.values.clear();
    this.characters = 0;
  }
}
