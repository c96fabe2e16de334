// Two requests in one list: what is the same on one line, what differs marked; below it the selected row's
// two sides. Narrow panels show one side, the mark says which.

import { alignedMarks, differencesText, signOf } from "../../src/shared/timeline/alignedText";
import type { AlignedPair } from "../../src/shared/timeline/alignTimelines";
import { describe } from "../../src/shared/timeline/describe";
import { differenceText } from "../../src/shared/timeline/differences";
import type { TimelineNode } from "../../src/shared/timeline/model";
import { Button, EmptyState } from "../lib/controls";
import { serviceClass } from "../lib/serviceColors";
import { seen } from "../lib/unseen";
import { VirtualList } from "../lib/VirtualList";
import type { TimelinePanelModel } from "./model";
import { NotFound } from "./NotFound";
import { shown, Sign, SourceLink, tookText } from "./Row";

interface Props {
  readonly model: TimelinePanelModel;
}

export function AgainstRows({ model }: Props) {
  const { against } = model;
  const rows = against.rows.value;
  if (against.timeline.value === undefined && model.failure.value !== "") {
    return <NotFound model={model} />;
  }
  if (against.timeline.value === undefined) {
    return (
      <p class="loading" role="status">
        Collecting the records of {against.id.value}…
      </p>
    );
  }
  if (against.timeline.value.nodes.length === 0) {
    return (
      <EmptyState icon="search" title="No record carries this id">
        <p>
          <code>{against.id.value}</code>
        </p>
        <Button kind="primary" onClick={() => void model.chooseAgainst()}>
          Compare with Another Request…
        </Button>
      </EmptyState>
    );
  }
  const [first] = against.different.value;
  return (
    <>
      <VirtualList
        scroll={against.scroll}
        label={`${model.id.value} against ${against.id.value}`}
        selectedRank={against.selectedRank.value}
        onSelect={(rank) => against.select(rank)}
        onOpen={(rank) => void model.outside.openPairSource(rank)}
        rowKey={(rank) => `${rows[rank]?.left?.key ?? ""}\n${rows[rank]?.right?.key ?? ""}`}
        rowClass={(rank) => {
          const row = rows[rank];
          if (row === undefined) return "";
          const state = row.isConsequence ? "follows" : row.state;
          return `pair-${state} ${rank === first ? "is-first" : ""}`;
        }}
        renderRow={(rank) => {
          const row = rows[rank];
          return row === undefined ? null : (
            <PairRow model={model} row={row} isFirst={rank === first} />
          );
        }}
      />
      {against.selected.value !== undefined && (
        <PairDetail model={model} row={against.selected.value} />
      )}
    </>
  );
}

interface PairProps extends Props {
  readonly row: AlignedPair;
}

function PairRow({ model, row, isFirst }: PairProps & { readonly isFirst: boolean }) {
  const { text } = alignedMarks[row.state];
  const says = row.isConsequence ? "follows from what differs inside it" : text;
  return (
    <div class="arow">
      <span
        class="mark"
        role="gridcell"
        aria-label={isFirst ? `first difference, ${says}` : says}
        data-tip={isFirst ? `First difference: ${says}` : says}
      >
        {isFirst ? "→" : ""}
        {signOf(row)}
      </span>
      <Side model={model} row={row} side="left" />
      <Side model={model} row={row} side="right" />
    </div>
  );
}

const indentPx = 12;
const maxIndent = 12;

function Side({ model, row, side }: PairProps & { readonly side: "left" | "right" }) {
  const node = row[side];
  if (node === undefined) {
    return <div class={`side ${side} is-absent`} role="gridcell" aria-label="nothing" />;
  }
  const title = shown(describe(node).title);
  const own = row.differences.filter(({ kind, name }) => kind === "value" && !name.startsWith("#"));
  const values = own.map((one) => `${one.name}=${one[side] || "none"}`).join(" ");
  const all = differencesText(row);
  const isOnly = row.left === undefined || row.right === undefined;
  return (
    <div
      class={`side ${side} ${isOnly ? "is-only" : ""} ${node.isError ? "is-error" : ""} ${serviceClass(node.service)}`}
      role="gridcell"
      style={{ paddingLeft: `${6 + Math.min(row.depth, maxIndent) * indentPx}px` }}
    >
      <Sign node={node} />
      <span
        class="title ellipsis"
        data-tip={`${node.service === "" ? "" : `${node.service} · `}${title}${all === "" ? "" : `\n${all}`}`}
      >
        {seen(title)}
        {values !== "" && <span class="row-detail of-side">{seen(values)}</span>}
        {all !== "" && <span class="row-detail of-both">{seen(all)}</span>}
      </span>
      <SourceLink model={model} node={node} onOpen={() => void openSide(model, row, side)} />
      <span class="took">
        {node.kind === "service" || node.kind === "missing" ? "" : tookText(node)}
      </span>
    </div>
  );
}

function openSide(model: TimelinePanelModel, row: AlignedPair, side: "left" | "right") {
  return side === "left"
    ? model.outside.openSource(row.left)
    : model.outside.openSource(row.right, model.against.timeline.peek());
}

function PairDetail({ model, row }: PairProps) {
  const says = row.isConsequence
    ? "Follows from what differs inside it"
    : {
        same: "The same",
        different: "Differs",
        left: "Only in the first request",
        right: "Only in the second request",
      }[row.state];
  return (
    <section class="pair-detail" aria-label="The selected row">
      <div class="pair-says">
        <strong>{says}</strong>
        {row.differences.map((one) => (
          <span key={one.name} class="code">
            {seen(differenceText(one))}
          </span>
        ))}
      </div>
      <SideDetail model={model} row={row} side="left" name="first" />
      <SideDetail model={model} row={row} side="right" name="second" />
    </section>
  );
}

function SideDetail(props: PairProps & { readonly side: "left" | "right"; readonly name: string }) {
  const { model, row, side, name } = props;
  const node: TimelineNode | undefined = row[side];
  return (
    <div class="side-detail">
      <span class="dim side-name">{name}</span>
      {node === undefined ? (
        <span class="dim">nothing</span>
      ) : (
        <>
          <span class="code side-text">
            {seen([describe(node).title, describe(node).detail].join(" "))}
          </span>
          <SourceLink model={model} node={node} onOpen={() => void openSide(model, row, side)} />
        </>
      )}
    </div>
  );
}
