// The place a stack trace points at. The same exception comes again and again, and reading a stack costs some
// fifty times what the rest of its record does: the last ones are remembered.

import { topFrame } from "../../../shared/frames";

export interface Source {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}
const nowhere: Source = { file: "", line: 0, function: "" };

const maxRemembered = 64;

export class StackSources {
  private readonly remembered = new Map<string, Source>();

  /** The developer's own top frame; empty when the text has no frames. */
  of(stack: string): Source {
    if (stack === "") return nowhere;
    const known = this.remembered.get(stack);
    if (known !== undefined) return known;
    const source = topFrame(stack) ?? nowhere;
    if (this.remembered.size >= maxRemembered) this.remembered.clear();
    this.remembered.set(stack, source);
    return source;
  }
}
