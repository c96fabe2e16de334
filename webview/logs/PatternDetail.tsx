// One pattern opened: its figures, what can be done with it, and the values behind its placeholders.

import { Button } from "../lib/controls";
import { countOf, formatCount, formatDate, formatShare, formatTime } from "../lib/format";
import { seen } from "../lib/unseen";
import type { PatternInfo, PatternValues } from "../../src/shared/contract/patterns";
import { partsOf, valueInPlace } from "../../src/shared/patterns/values";
import { severityNames } from "../../src/shared/severity";
import { quotePhrase } from "../../src/shared/query/clause";
import type { LogsModel } from "./model";

export function PatternDetail(props: { readonly pattern: PatternInfo; readonly model: LogsModel }) {
  const { pattern, model } = props;
  const { id } = pattern;
  const isUtc = model.isUtc.value;
  const opened = model.patterns.opened.value;
  const when = (time: string) => `${formatDate(time, isUtc)} ${formatTime(time, isUtc)}`;
  return (
    <div class="pattern-detail">
      <div class="pattern-figures dim">
        {severityNames
          .filter((level) => (pattern.levels[level] ?? 0) > 0)
          .map((level) => (
            <span key={level} class={`level-${level}`}>
              <span class="level-letter">{level.charAt(0)}</span>{" "}
              {formatCount(pattern.levels[level] ?? 0)}
            </span>
          ))}
        <span>{`first ${when(pattern.firstTime)}`}</span>
        <span>{`last ${when(pattern.lastTime)}`}</span>
        <span>{`first seen ${when(pattern.firstSeen)}`}</span>
        {pattern.cases > 1 && <span>{`merged from ${formatCount(pattern.cases)} wordings`}</span>}
      </div>
      <div class="pattern-actions">
        <Button icon="list-flat" kind="primary" onClick={() => model.showPattern(id)}>
          Show Its Rows
        </Button>
        <Button
          icon="question"
          tip="What requests with such a message have that others lack"
          onClick={() => model.outside.compare({ query: `pattern:${id}` })}
        >
          Why Do These Fail?
        </Button>
        <Button icon="remove" onClick={() => model.addClause(`NOT pattern:${id}`)}>
          Filter Out
        </Button>
        <Button
          icon="copy"
          tip={`Copy pattern:${id}`}
          onClick={() => model.outside.copy(`pattern:${id}`)}
        >
          Copy Query
        </Button>
      </div>
      {opened?.id === id && <Values pattern={opened} model={model} />}
    </div>
  );
}

function Values(props: { readonly pattern: PatternInfo; readonly model: LogsModel }) {
  const { pattern, model } = props;
  const parts = partsOf(pattern.text).filter(({ value }) => value !== undefined);
  const values = pattern.values ?? [];
  return (
    <div class="pattern-values">
      {parts.map(({ text }, at) => {
        const of = values[at];
        return of === undefined || of.examined === 0 ? null : (
          <dl key={at}>
            <dt class="code">
              <span class="pattern-placeholder">{text}</span>{" "}
              <span class="dim">{distinctText(of)}</span>
            </dt>
            {of.top.map(({ value, count }) => (
              <dd key={value} class="pattern-value code">
                <button
                  type="button"
                  class="link ellipsis"
                  data-tip={value}
                  onClick={() => {
                    const text = valueInPlace(pattern.text, at, value);
                    model.showPattern(pattern.id, `message:${quotePhrase(text)}`);
                  }}
                >
                  {value === "" ? "(nothing)" : seen(value)}
                </button>
                <span class="dim">{formatShare(count, of.examined)}</span>
              </dd>
            ))}
          </dl>
        );
      })}
    </div>
  );
}

const distinctText = ({ distinct, examined }: PatternValues) =>
  `${countOf(distinct, "value")} in ${countOf(examined, "row")}`;
