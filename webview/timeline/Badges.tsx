// What stands behind the name of a row: how often it repeats, and what is odd about it. A short name leaves room for
// the words; where there is none, the sign stays whole, with the words on hover and for screen readers.

import type { SpanMark, TimelineNode } from "../../src/shared/timeline/model";
import { markText } from "../../src/shared/timeline/text";
import { Icon } from "../lib/controls";

/** Codicons, and words short enough to stand beside a name. */
const signs = {
  orphan: { icon: "debug-disconnect", words: "parent missing" },
  cycle: { icon: "sync", words: "cycle cut here" },
  duplicate: { icon: "copy", words: "duplicate id" },
  linked: { icon: "link", words: "by link" },
  negative: { icon: "history", words: "ends early" },
  late: { icon: "watch", words: "ends late" },
} as const satisfies Record<SpanMark, { readonly icon: string; readonly words: string }>;

interface Repeat {
  readonly count: number;
  readonly isEachSlower: boolean;
}

export function Badges({ node }: { readonly node: TimelineNode }) {
  const repeat = node.kind === "fold" ? node : node.kind === "span" ? node.repeat : undefined;
  const marks = node.kind === "span" ? node.marks : [];
  return (
    <>
      {repeat !== undefined && (
        <span class="badge" data-tip={repeatText(repeat)}>
          ×{repeat.count}
          {repeat.isEachSlower && (
            <>
              <span class="badge-words">, each slower</span>
              <span class="badge-sign" aria-hidden="true">
                {" "}
                ↗
              </span>
            </>
          )}
        </span>
      )}
      {marks.map((mark) => (
        <span key={mark} class="badge mark" data-tip={markText[mark]}>
          <Icon name={signs[mark].icon} />
          <span class="visually-hidden">{markText[mark]}</span>
          {marks.length === 1 && (
            <span class="badge-words" aria-hidden="true">
              {signs[mark].words}
            </span>
          )}
        </span>
      ))}
    </>
  );
}

const repeatText = ({ count, isEachSlower }: Repeat) =>
  `${count} times${isEachSlower ? ", each slower than the one before" : ""}`;

/** What the badges say, a line each; "" where there are none. */
export const badgesText = (node: TimelineNode) =>
  node.kind === "span" ? node.marks.map((mark) => markText[mark]).join("\n") : "";
