// Docker cuts lines at 16 KiB and sends the pieces as events of their own: they are put together again by their id,
// in the order in which they come.

/** Lines that wait for their rest; a container writes one at a time. */
const maxLines = 200;
/** Characters of one line; the rest is a line of its own. */
const maxLineLength = 1024 * 1024;
/** Characters of all lines that wait. */
const maxHeldLength = 16 * 1024 * 1024;

export class PartialLines<Place> {
  private readonly lines = new Map<string, { text: string; readonly place: Place }>();
  private heldLength = 0;

  /** `onCut` gets a line that is given up on, as far as it came. */
  constructor(private readonly onCut: (text: string, place: Place) => void) {}

  /** The whole line with its last piece; undefined until then. `place`: what is known of the first piece. */
  add(id: string, piece: string, isLast: boolean, place: Place): string | undefined {
    const line = this.lines.get(id);
    const text = (line?.text ?? "") + piece;
    this.forget(id);
    if (isLast || text.length > maxLineLength) return text;
    this.lines.set(id, { text, place: line?.place ?? place });
    this.heldLength += text.length;
    for (const oldest of this.lines.keys()) {
      if (this.lines.size <= maxLines && this.heldLength <= maxHeldLength) break;
      this.giveUp(oldest);
    }
    return undefined;
  }

  /** Gives up on all. */
  dispose(): void {
    for (const id of this.lines.keys()) this.giveUp(id);
  }

  private giveUp(id: string): void {
    const line = this.lines.get(id);
    this.forget(id);
    if (line !== undefined) this.onCut(line.text, line.place);
  }

  private forget(id: string): void {
    this.heldLength -= this.lines.get(id)?.text.length ?? 0;
    this.lines.delete(id);
  }
}
