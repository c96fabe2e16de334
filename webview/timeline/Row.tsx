// One row: what it is at the left, when it was at the right.

import { describe, type RowWords } from "../../src/shared/timeline/describe";
import { durationText, offsetText } from "../../src/shared/timeline/duration";
import type { TimelineNode } from "../../src/shared/timeline/model";
import { hasChildren, isOpen } from "../../src/shared/timeline/visible";
import { Icon } from "../lib/controls";
import { serviceClass } from "../lib/serviceColors";
import { seen } from "../lib/unseen";
import { Badges, badgesText } from "./Badges";
import type { TimelinePanelModel } from "./model";
import { sourceOf } from "./outside";
import { Track } from "./Track";

export interface RowProps {
  readonly model: TimelinePanelModel;
  readonly node: TimelineNode;
}

const indentPx = 14;
/** Deeper rows would have no room for their name; the number tells how deep they are. */
const maxIndent = 12;
/** Of a name or a message; the detail shows all. */
const shownLength = 500;
export const shown = (title: string) => title.slice(0, shownLength);

export function Row({ model, node }: RowProps) {
  const words = describe(node);
  const depth = model.order.value === "time" ? 0 : node.depth;
  return (
    <div class={`trow ${serviceClass(node.service)}`}>
      <div
        class="name"
        role="gridcell"
        style={{ paddingLeft: `${8 + Math.min(depth, maxIndent) * indentPx}px` }}
      >
        <span class="visually-hidden">level {depth + 1}</span>
        {depth > maxIndent && <span class="depth">{depth}</span>}
        <Twistie model={model} node={node} />
        <Sign node={node} />
        <span class="title ellipsis" data-tip={titleTip(node, words)}>
          {seen(shown(words.title))}
        </span>
        <Badges node={node} />
        <span class="row-detail ellipsis" data-tip={titleTip(node, words)}>
          {seen(words.detail)}
        </span>
        <SourceLink model={model} node={node} onOpen={() => void model.outside.openSource(node)} />
      </div>
      <Track model={model} node={node} />
      <div class="took" role="gridcell">
        {tookText(node)}
      </div>
    </div>
  );
}

function Twistie({ model, node }: RowProps) {
  if (!hasChildren(node) || model.order.value === "time") return <span class="twistie" />;
  const open = isOpen(node, new Set(model.toggled.value));
  return (
    <span
      class="twistie"
      aria-label={open ? "unfolded" : "folded"}
      data-tip={open ? "Fold (←)" : "Unfold (→)"}
      onClick={(event) => {
        event.stopPropagation();
        model.toggle(node);
      }}
    >
      <Icon name={open ? "chevron-down" : "chevron-right"} />
    </span>
  );
}

/** Spans have their service's colour; logs the letter of their level. Never colour alone. */
export function Sign({ node }: { readonly node: TimelineNode }) {
  switch (node.kind) {
    case "log": {
      const level = node.log.severity;
      return (
        <span class={`level-letter level-${level ?? "NONE"}`} aria-label={level ?? "no level"}>
          {level?.charAt(0) ?? "·"}
        </span>
      );
    }
    case "event":
      return (
        <span class={node.isException ? "level-letter level-ERROR" : "event-sign"}>
          {node.isException ? "!" : "◆"}
        </span>
      );
    case "missing":
      return <Icon name="question" />;
    case "span":
    case "fold":
    case "service":
      return node.isError ? (
        <span class="failed-sign" aria-label="failed">
          <Icon name="error" />
        </span>
      ) : (
        <span class="dot" />
      );
  }
}

export interface SourceLinkProps {
  readonly model: TimelinePanelModel;
  readonly node: TimelineNode;
  readonly onOpen: () => void;
}

/** Its call site; of a log that names none the way to the statement that writes it. */
export function SourceLink({ model, node, onOpen }: SourceLinkProps) {
  const source = sourceOf(node);
  if (source === undefined) {
    if (node.kind !== "log" || !model.canOpenSource.value) return null;
    return (
      <span
        class="link source find-source"
        data-tip="Find the statement in the workspace that wrote it"
        onClick={(event) => {
          event.stopPropagation();
          onOpen();
        }}
      >
        find source
      </span>
    );
  }
  const file = source.file.split(/[\\/]/).at(-1) ?? source.file;
  const text = source.line === undefined ? file : `${file}:${source.line}`;
  return (
    <span
      class="link source"
      data-tip={`${source.file}${source.line === undefined ? "" : `:${source.line}`}`}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
    >
      {seen(text)}
    </span>
  );
}

function titleTip(node: TimelineNode, { title, detail }: RowWords): string {
  const service = node.service === "" ? "" : `${node.service} · `;
  return [`${service}${shown(title)}`, badgesText(node), detail].filter(Boolean).join("\n");
}

/** Of a span its length, of a moment its place. */
export function tookText(node: TimelineNode): string {
  switch (node.kind) {
    case "span":
      return durationText(node.endNanos - node.startNanos);
    case "fold":
      return `Σ ${durationText(node.totalNanos)}`;
    case "log":
    case "event":
      return offsetText(node.startNanos);
    case "missing":
    case "service":
      return node.endNanos > node.startNanos
        ? durationText(node.endNanos - node.startNanos)
        : offsetText(node.startNanos);
  }
}
