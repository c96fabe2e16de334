// Names of fields as one tree: what a name means and how it is written as a JSON key is worked out once,
// not once a record. Two ways to one dotted name ("a.b" and {"a":{"b":…}}) lead to one node.

import { ownText } from "../../shared/ownText";
import { foldName, type Role, type Roles } from "./roles";

export interface FieldName {
  /** Dotted: "log.origin.file.name"; "" for the root. */
  readonly full: string;
  /** `"full":`, ready to be joined with a value. */
  readonly json: string;
  /** The units of the name in quotes, as a line has it. */
  readonly quoted: Uint16Array;
  /** By `foldName`. */
  readonly folded: string;
  readonly role: Role | undefined;
  /** Python's standard library writes such a field, which tells what its level numbers mean. */
  readonly isOfPython: boolean;
  readonly children: Map<string, FieldName>;
  /** The record it was last seen in: a second sight in one record is a duplicate. */
  stamp: number;
  /** Who came behind it the last time: loggers write their fields in one order. */
  next: FieldName | undefined;
}

const pythonNames = new Set(["funcName", "levelname", "lineno", "func_name", "processName"]);

/** Names that are remembered, a KiB each; past it the tree starts anew at the next record. There are twenty trees. */
const maxNames = 5000;
/** Longer names are not remembered (characters). */
const maxRememberedLength = 200;

export class FieldNames {
  private byFullName = new Map<string, FieldName>();
  private root: FieldName;

  constructor(private readonly roles: Roles) {
    this.root = this.create("");
  }

  /** The tree for one record; its nodes are good until the next call. */
  start(): FieldName {
    if (this.byFullName.size > maxNames) {
      this.byFullName = new Map();
      this.root = this.create("");
    }
    return this.root;
  }

  child(parent: FieldName, key: string): FieldName {
    const known = parent.children.get(key);
    if (known !== undefined) return known;
    const full = parent.full === "" ? key : `${parent.full}.${key}`;
    if (full.length > maxRememberedLength) return this.create(full);
    const name = this.named(full);
    parent.children.set(parent.full === "" ? name.full : ownText(key), name);
    return name;
  }

  named(full: string): FieldName {
    let name = this.byFullName.get(full);
    if (name === undefined) {
      const own = ownText(full);
      name = this.create(own);
      this.byFullName.set(own, name);
    }
    return name;
  }

  private create(full: string): FieldName {
    const quoted = JSON.stringify(full);
    return {
      full,
      json: `${quoted}:`,
      quoted: Uint16Array.from(quoted, (char) => char.charCodeAt(0)),
      folded: foldName(full),
      role: this.roles.of(full),
      isOfPython: pythonNames.has(full),
      children: new Map(),
      stamp: 0,
      next: undefined,
    };
  }
}
