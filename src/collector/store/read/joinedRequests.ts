// Requests by their ids: those whose ids stand together on a record are one.

export interface ChosenRequest {
  /** Trace ids; or what its records have in common, where they are grouped by something else. */
  readonly firstIds: readonly string[];
  /** Request ids. */
  readonly secondIds: readonly string[];
  readonly isBad: boolean;
  /** The first of its records that matched as bad; 0 for a good one. */
  readonly seq: number;
  /** Where the records lie that matched anything. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}
/** What compareHits.sql tells of a request. */
export interface Hit {
  readonly first_id: string | null;
  readonly second_id: string | null;
  readonly seq: number;
  readonly last_seq: number;
}
export type Group = "bad" | "good" | "within";

interface Member {
  readonly firstIds: Set<string>;
  readonly secondIds: Set<string>;
  isBad: boolean;
  isGood: boolean;
  isWithin: boolean;
  seq: number;
  firstSeq: number;
  lastSeq: number;
}
type Pair = Pick<Hit, "first_id" | "second_id">;

/** Ids that stand together on a record are one request: sets that are joined. */
export class JoinedRequests {
  private readonly byFirst = new Map<string, Member>();
  private readonly bySecond = new Map<string, Member>();

  add(hit: Hit, group: Group): void {
    const member = this.memberOf(hit);
    if (group === "bad") {
      member.seq = member.isBad ? Math.min(member.seq, hit.seq) : hit.seq;
      member.isBad = true;
    } else if (group === "good") member.isGood = true;
    else member.isWithin = true;
    member.firstSeq = Math.min(member.firstSeq, hit.seq);
    member.lastSeq = Math.max(member.lastSeq, hit.last_seq);
  }

  /** A pair that links two requests makes them one. */
  join(pair: Pair): void {
    this.memberOf(pair);
  }

  ids(): string[] {
    return [...new Set([...this.byFirst.keys(), ...this.bySecond.keys()])];
  }

  /** Where the records lie that matched anything; `to` is less than `from` when there are none. */
  extent(): { readonly from: number; readonly to: number } {
    let from = Infinity;
    let to = -1;
    for (const { firstSeq, lastSeq } of this.members()) {
      from = Math.min(from, firstSeq);
      to = Math.max(to, lastSeq);
    }
    return { from, to };
  }

  chosen(isWithinAsked: boolean): ChosenRequest[] {
    return [...this.members()]
      .filter(({ isBad, isGood, isWithin }) => (isBad || isGood) && (isWithin || !isWithinAsked))
      .map(({ firstIds, secondIds, isBad, seq, firstSeq, lastSeq }) => ({
        firstIds: [...firstIds],
        secondIds: [...secondIds],
        isBad,
        seq,
        firstSeq,
        lastSeq,
      }))
      .sort((a, b) => b.lastSeq - a.lastSeq);
  }

  private members(): Set<Member> {
    return new Set([...this.byFirst.values(), ...this.bySecond.values()]);
  }

  private memberOf({ first_id: firstId, second_id: secondId }: Pair): Member {
    const first = firstId === null ? undefined : this.byFirst.get(firstId);
    const second = secondId === null ? undefined : this.bySecond.get(secondId);
    const member = first ?? second ?? newMember();
    if (firstId !== null && first === undefined) {
      member.firstIds.add(firstId);
      this.byFirst.set(firstId, member);
    }
    if (secondId !== null && second !== member) {
      member.secondIds.add(secondId);
      this.bySecond.set(secondId, member);
    }
    if (second !== undefined && second !== member) this.absorb(member, second);
    return member;
  }

  private absorb(member: Member, other: Member): void {
    for (const id of other.firstIds) {
      member.firstIds.add(id);
      this.byFirst.set(id, member);
    }
    for (const id of other.secondIds) {
      member.secondIds.add(id);
      this.bySecond.set(id, member);
    }
    if (other.isBad) member.seq = member.isBad ? Math.min(member.seq, other.seq) : other.seq;
    member.isBad ||= other.isBad;
    member.isGood ||= other.isGood;
    member.isWithin ||= other.isWithin;
    member.firstSeq = Math.min(member.firstSeq, other.firstSeq);
    member.lastSeq = Math.max(member.lastSeq, other.lastSeq);
  }
}

const newMember = (): Member => ({
  firstIds: new Set(),
  secondIds: new Set(),
  isBad: false,
  isGood: false,
  isWithin: false,
  seq: 0,
  firstSeq: Infinity,
  lastSeq: 0,
});
