// The upper and the lower edge of a context in the list: what it shows, more of it, and an end to it.

import { Button } from "../lib/controls";
import { countOf, formatTime } from "../lib/format";
import { mostContextRows, type PlacedContext, serviceOf } from "./contextQuery";
import { moreRows } from "./contexts";
import type { ContextLine } from "./lines";
import type { LogsModel } from "./model";

export function ContextEdge(props: {
  readonly line: Extract<ContextLine, { kind: "edge" }>;
  readonly model: LogsModel;
}) {
  const { line, model } = props;
  const { contexts } = model.list;
  const context = contexts.open.value.find(({ id }) => id === line.context);
  if (context === undefined) return null;
  const { id } = context;
  if (line.side === "below") {
    const text = context.isLast ? "Look for later rows" : `${moreRows} more below`;
    return (
      <More context={context} icon="arrow-down" onMore={() => contexts.widen(id, 0, moreRows)}>
        {text}
      </More>
    );
  }
  return (
    <>
      <More
        context={context}
        icon="arrow-up"
        isAtEnd={context.isFirst}
        onMore={() => contexts.widen(id, moreRows, 0)}
      >
        {context.isFirst ? "No earlier row" : `${moreRows} more above`}
      </More>
      <About context={context} model={model} />
      <span role="gridcell">
        <Button
          kind="quiet"
          icon="close"
          tip="Close the context"
          onClick={() => model.closeContext(id)}
        />
      </span>
    </>
  );
}

function More(props: {
  readonly context: PlacedContext;
  readonly icon: string;
  readonly isAtEnd?: boolean;
  readonly onMore: () => void;
  readonly children: string;
}) {
  const isFull = props.context.rows.length >= mostContextRows;
  return (
    <span role="gridcell">
      <Button
        kind="quiet"
        icon={props.icon}
        isDisabled={isFull || props.isAtEnd === true}
        {...(isFull ? { tip: `A context has ${mostContextRows} rows at most` } : {})}
        onClick={props.onMore}
      >
        {isFull ? "Full" : props.children}
      </Button>
    </span>
  );
}

function About({ context, model }: { readonly context: PlacedContext; readonly model: LogsModel }) {
  const { contexts } = model.list;
  const { id, kind, anchors, rows, hidden } = context;
  const service = serviceOf(context) ?? "no service";
  const around = rows.length - anchors.length;
  const time = formatTime(anchors[0]?.time ?? "", model.isUtc.value);
  return (
    <>
      <span class="context-kinds" role="gridcell">
        {(["all", "service"] as const).map((each) => (
          <button
            key={each}
            type="button"
            class="chip"
            aria-pressed={each === kind}
            data-tip={each === "all" ? "Rows of all services" : `Rows of ${service} alone`}
            onClick={() => contexts.turnTo(id, each)}
          >
            {each === "all" ? "All" : service}
          </button>
        ))}
      </span>
      <span class="dim ellipsis grow context-about" role="gridcell">
        {`${countOf(around, "row")} around ${time}`}
        {hidden > 0 && ` · ${countOf(hidden, "matching row")} of other services left out`}
      </span>
    </>
  );
}
