// The fields of one record that have a role, at most one a role: of several the best ranked stands there, and
// the others are given back to be attributes.

import type { FieldName } from "./fieldNames";
import type { Role, RoleKind } from "./roles";

export interface Slot {
  /** Undefined while nobody stands there. */
  name: FieldName | undefined;
  value: unknown;
  rank: number;
  /** The field is among the attributes as well. */
  isKept: boolean;
}

export class FieldSlots {
  private readonly byKind: Readonly<Record<RoleKind, Slot>> = {
    time: emptySlot(),
    level: emptySlot(),
    message: emptySlot(),
    logger: emptySlot(),
    file: emptySlot(),
    line: emptySlot(),
    function: emptySlot(),
    exception: emptySlot(),
    traceId: emptySlot(),
    spanId: emptySlot(),
    requestId: emptySlot(),
    service: emptySlot(),
    eventName: emptySlot(),
  };
  private readonly all = Object.values(this.byKind);

  constructor(readonly giveBack: (name: FieldName, value: unknown) => void) {}

  reset(): void {
    for (const slot of this.all) slot.name = undefined;
  }

  of(kind: RoleKind): Readonly<Slot> {
    return this.byKind[kind];
  }

  /** Text that stands there; "" when there is none. */
  textOf(kind: RoleKind): string {
    const { name, value } = this.byKind[kind];
    return name !== undefined && typeof value === "string" ? value : "";
  }

  isBetter(role: Role): boolean {
    const slot = this.byKind[role.kind];
    return slot.name === undefined || role.rank < slot.rank;
  }

  /** Puts a field in its role's slot if it ranks better; true when it stands there. */
  claim(name: FieldName, role: Role, value: unknown, isKept = false): boolean {
    return this.claimSlot(this.byKind[role.kind], name, role, value, isKept);
  }

  /** The same for a slot of the caller's. */
  claimSlot(slot: Slot, name: FieldName, role: Role, value: unknown, isKept = false): boolean {
    if (slot.name !== undefined) {
      if (role.rank >= slot.rank) return false;
      if (!slot.isKept) this.giveBack(slot.name, slot.value);
    }
    slot.name = name;
    slot.value = value;
    slot.rank = role.rank;
    slot.isKept = isKept;
    return true;
  }

  /** Gives a claimed field back to the attributes. */
  release(kind: RoleKind): void {
    const slot = this.byKind[kind];
    if (slot.name !== undefined && !slot.isKept) this.giveBack(slot.name, slot.value);
    slot.name = undefined;
  }
}

export function emptySlot(): Slot {
  return { name: undefined, value: undefined, rank: 0, isKept: false };
}
