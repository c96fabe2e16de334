// The choice of what lines are split by, for one card or for all.

import { formatCount } from "../lib/format";
import type { MenuEntry } from "../lib/menu";
import type { Tag } from "./cards";

export interface SplitChoice {
  readonly tags: readonly Tag[];
  readonly current: string;
  readonly onChoose: (split: string) => void;
}

/** A menu longer than this helps nobody. */
const maxTags = 20;

export function splitMenu({ tags, current, onChoose }: SplitChoice): readonly MenuEntry[] {
  const item = (split: string, label: string, hint?: string): MenuEntry => ({
    label,
    isChecked: split === current,
    run: () => onChoose(split),
    ...(hint === undefined ? {} : { hint }),
  });
  return [
    item("", "All in One"),
    item("*", "Each Series"),
    ...(tags.length > 0 ? (["separator"] as const) : []),
    ...tags
      .slice(0, maxTags)
      .map((tag) => item(tag.name, `By ${tag.name}`, formatCount(tag.values))),
  ];
}

export function splitLabel(split: string): string {
  if (split === "") return "All in one";
  return split === "*" ? "Each series" : `By ${split}`;
}
