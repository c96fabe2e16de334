// What was taken a short while ago: a client that saw no answer sends again, and some send one thing to two
// addresses. The second is answered when the first is committed, and stored once.

/** Things remembered; an entry takes some 200 bytes … */
const maxRemembered = 10_000;
/** … and its id: what is longer than any client's is not remembered, and may be stored twice. */
const maxIdLength = 256;
/** Fluentd's clients send again after up to 190 s; twice that covers a slow commit. */
const keepMs = 400_000;

interface Taken {
  readonly atMs: number;
  readonly committed: Promise<void>;
}

export class RecentIds {
  private readonly taken = new Map<string, Taken>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Settles as the commit of the first did; undefined when this id was not seen lately. */
  find(id: string): Promise<void> | undefined {
    const known = this.taken.get(id);
    return known === undefined || this.isOld(known) ? undefined : known.committed;
  }

  /** Remembers `id` unless its commit fails: then it may be sent again. */
  add(id: string, committed: Promise<void>): void {
    if (id.length > maxIdLength) return;
    const entry = { atMs: this.nowMs(), committed };
    this.taken.delete(id); // so that it stands last
    this.taken.set(id, entry);
    committed.catch(() => {
      if (this.taken.get(id) === entry) this.taken.delete(id);
    });
    for (const [oldest, { atMs }] of this.taken) {
      if (this.taken.size <= maxRemembered && this.nowMs() - atMs <= keepMs) return;
      this.taken.delete(oldest);
    }
  }

  private isOld({ atMs }: Taken): boolean {
    return this.nowMs() - atMs > keepMs;
  }
}
