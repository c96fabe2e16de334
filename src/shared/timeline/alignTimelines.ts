// Two timelines in one list: spans are paired by service, name and place among their siblings, logs and
// events by their template, within each pair of parents. Folds are opened: each record has its row.

import { commonSubsequence, mergedPairs } from "../commonSubsequence";
import { addToGroup } from "../groups";
import { differencesOf, mayFollow, type RowDifference } from "./differences";
import type { TimelineModel, TimelineNode } from "./model";
import { type Statement, statementOf } from "./statement";

export interface AlignedPair {
  readonly left: TimelineNode | undefined;
  readonly right: TimelineNode | undefined;
  readonly depth: number;
  /** "left" and "right": only there. */
  readonly state: "same" | "different" | "left" | "right";
  /** What differs between the two; none unless `state` is "different". */
  readonly differences: readonly RowDifference[];
  /** It only ended differently, or took longer, around something inside it that differs. */
  readonly isConsequence: boolean;
}

export interface AlignedTimelines {
  /** In reading order; each span, log and event of both is in exactly one. */
  readonly rows: readonly AlignedPair[];
  /** Indexes of the rows that differ by themselves, ascending: the first one is the first difference. */
  readonly different: readonly number[];
}

interface Entry {
  readonly node: TimelineNode;
  readonly statement: Statement;
}
interface Step {
  readonly left: Entry | undefined;
  readonly right: Entry | undefined;
  readonly depth: number;
}

export function alignTimelines(left: TimelineModel, right: TimelineModel): AlignedTimelines {
  const lefts = childrenByParent(left);
  const rights = childrenByParent(right);
  const inside = (leftParent: number | undefined, rightParent: number | undefined, depth: number) =>
    stepsOf(
      leftParent === undefined ? [] : (lefts.get(leftParent) ?? []),
      rightParent === undefined ? [] : (rights.get(rightParent) ?? []),
      depth,
    );
  const rows: AlignedPair[] = [];
  // Steps to come, the next one last; no recursion, since chains of spans may be deeper than the call stack.
  const open = inside(topLevel, topLevel, 0).reverse();
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    rows.push(rowOf(step));
    const next = inside(step.left?.node.index, step.right?.node.index, step.depth + 1);
    for (const one of next.reverse()) open.push(one);
  }
  return withConsequences(rows);
}

const topLevel = -1;

/** By the parent's index, in order of time; what is folded belongs to the parent of the fold. */
function childrenByParent({ nodes }: TimelineModel): Map<number, Entry[]> {
  const children = new Map<number, Entry[]>();
  const unsorted = new Set<number>();
  for (const node of nodes) {
    if (node.kind === "fold") continue;
    let parent = node.parent;
    for (let up = nodes[parent]; up?.kind === "fold"; up = nodes[parent]) {
      parent = up.parent;
      unsorted.add(parent);
    }
    const entry = { node, statement: statementOf(node) };
    addToGroup(children, parent, entry);
  }
  for (const parent of unsorted) {
    children.get(parent)?.sort((a, b) => a.node.startNanos - b.node.startNanos);
  }
  return children;
}

function stepsOf(lefts: readonly Entry[], rights: readonly Entry[], depth: number): Step[] {
  const keys = (entries: readonly Entry[]) => entries.map(({ statement }) => statement.key);
  const pairs =
    lefts.length === 0 || rights.length === 0 ? [] : commonSubsequence(keys(lefts), keys(rights));
  return mergedPairs(lefts.length, rights.length, pairs).map(({ left, right }) => ({
    left: left === undefined ? undefined : lefts[left],
    right: right === undefined ? undefined : rights[right],
    depth,
  }));
}

function rowOf({ left, right, depth }: Step): AlignedPair {
  const row = {
    left: left?.node,
    right: right?.node,
    depth,
    differences: [],
    isConsequence: false,
  };
  if (left === undefined) return { ...row, state: "right" };
  if (right === undefined) return { ...row, state: "left" };
  const says = { left: left.statement, right: right.statement };
  const differences = differencesOf(left.node, right.node, says);
  return { ...row, differences, state: differences.length === 0 ? "same" : "different" };
}

/** From the end: whether something inside differs is known before the row around it is reached. */
function withConsequences(rows: readonly AlignedPair[]): AlignedTimelines {
  const settled = [...rows];
  const different: number[] = [];
  const differsAt: boolean[] = [];
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index];
    if (row === undefined) continue;
    const { depth, state, differences } = row;
    const differsInside = differsAt[depth + 1] === true;
    const isConsequence = state === "different" && differsInside && differences.every(mayFollow);
    differsAt[depth + 1] = false;
    if (isConsequence) settled[index] = { ...row, isConsequence };
    else if (state !== "same") different.push(index);
    if (differsInside || state !== "same") differsAt[depth] = true;
  }
  return { rows: settled, different: different.reverse() };
}
