// One difference: what it is, its share in both groups, what goes with it, and the ways on from it.

import { useEffect, useRef } from "preact/hooks";
import type { Difference, RankedDifference } from "../../src/shared/compare/model";
import {
  aboutOf,
  countsText,
  groupName,
  linkOf,
  namedText,
  queryText,
  sharesOf,
  titleOf,
  unitOf,
} from "../../src/shared/compare/text";
import { percent } from "../../src/shared/percent";
import type { SourceJson } from "../../src/shared/contract/json";
import { seen } from "../lib/unseen";
import { canFindSource, type ComparePanelModel } from "./model";

const scoreTip =
  "How much of whether a request fails it tells, cautiously: 0 is nothing, 1 all of it. It orders the list.";

/** Related differences that are shown before one asks for all. */
const fewRelated = 3;

export interface DifferenceCardProps {
  readonly difference: RankedDifference;
  readonly model: ComparePanelModel;
}

export function DifferenceCard({ difference, model }: DifferenceCardProps) {
  const { rank, badCount, goodCount, isOutcome } = difference;
  const unit = unitOf(model.result.value?.by ?? "request");
  const isSelected = model.selected.value === rank - 1;
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  return (
    <li
      ref={element}
      class={`difference ${isSelected ? "is-selected" : ""}`}
      aria-current={isSelected}
      onClick={() => (model.selected.value = rank - 1)}
    >
      <span class="rank" aria-hidden="true">
        {rank}
      </span>
      <div class="what">
        <h3 class="title code">{seen(titleOf(difference))}</h3>
        <p class="about dim">
          {aboutOf(difference, unit)} · {countsText(badCount, goodCount, unit)}
          {isOutcome && ` · a symptom: seen when ${unit}s had failed already`}
        </p>
        <Related difference={difference} model={model} />
        <Actions difference={difference} model={model} />
      </div>
      <Shares difference={difference} />
    </li>
  );
}

function Related({ difference, model }: DifferenceCardProps) {
  const { related, rank } = difference;
  if (related.length === 0) return null;
  const isOpen = model.opened.value.includes(rank);
  const shown = isOpen ? related : related.slice(0, fewRelated);
  return (
    <ul class="related">
      {shown.map((one, i) => (
        <li key={i} data-tip={`${titleOf(one)}\n${sharesOf(one)}\n${queryText(one)}`}>
          <span class="dim">{linkOf(one)}</span>
          <button type="button" class="link code ellipsis" onClick={() => void model.showRows(one)}>
            {seen(titleOf(one))}
          </button>
          <span class="dim share">
            {percent(one.badShare)} / {percent(one.goodShare)}
          </span>
        </li>
      ))}
      {related.length > fewRelated && (
        <li>
          <button type="button" class="link" onClick={() => model.toggleRelated(rank)}>
            {isOpen ? "show less" : `and ${related.length - fewRelated} more`}
          </button>
        </li>
      )}
    </ul>
  );
}

function Actions({ difference, model }: DifferenceCardProps) {
  const { source, query, pattern } = difference;
  const unit = unitOf(model.result.value?.by ?? "request");
  return (
    <p class="actions">
      <button
        type="button"
        class="link"
        data-tip={rowsTip(difference, unit)}
        onClick={() => void model.showRows(difference)}
      >
        {rowsLabel(difference, unit)}
      </button>
      <button
        type="button"
        class="link"
        data-tip={queryText(difference, unit)}
        onClick={() => void model.copy(query)}
      >
        Copy query
      </button>
      {pattern !== "" && (
        <button
          type="button"
          class="link"
          data-tip="The pattern of this message, with its trend and the values in its gaps"
          onClick={() => void model.showPattern(pattern)}
        >
          Show pattern
        </button>
      )}
      {source !== undefined && (
        <button
          type="button"
          class="link code"
          data-tip={source.file}
          disabled={!model.canOpenSource.value}
          onClick={() => void model.openSourceOf(difference)}
        >
          {sourceLabel(source)}
        </button>
      )}
      {canFindSource(difference) && model.canOpenSource.value && (
        <button
          type="button"
          class="link"
          data-tip="Find the statement in the workspace that writes it"
          onClick={() => void model.openSourceOf(difference)}
        >
          Find source
        </button>
      )}
    </p>
  );
}

/** "Show rows", and of which requests where these are not all that have it. */
function rowsLabel({ ofMetric, rows: { named }, badCount }: Difference, unit: string): string {
  if (ofMetric === "moment") return "Show metric";
  return named === undefined || named >= badCount
    ? "Show rows"
    : `Show rows of ${namedText(named, badCount, unit)}`;
}

function rowsTip({ signal, query, rows: { named }, badCount }: Difference, unit: string): string {
  if (named === undefined) return query;
  const what = signal === "logs" ? "The rows" : "The logs";
  return `${what} of ${namedText(named, badCount, unit)}, by their ids`;
}

function Shares({ difference }: { readonly difference: Difference }) {
  const { among } = difference;
  return (
    <div class={`shares ${among === undefined ? "" : "is-among"}`}>
      <Bar share={difference.badShare} kind="is-bad" />
      <span class="dim">
        {percent(difference.badShare)} of {groupName("failed", among)}
      </span>
      <Bar share={difference.goodShare} kind="is-good" />
      <span class="dim">
        {percent(difference.goodShare)} of {groupName("passed", among)}
      </span>
      <span class="dim score" data-tip={scoreTip}>
        score {difference.score.toFixed(2)}
      </span>
    </div>
  );
}

function Bar({ share, kind }: { readonly share: number; readonly kind: string }) {
  return (
    <span class={`bar ${kind}`} aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}

const sourceLabel = ({ file, line }: SourceJson) =>
  `${file.split(/[\\/]/).at(-1) ?? file}${line === undefined ? "" : `:${line}`}`;
