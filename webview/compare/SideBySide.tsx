// A typical failed and a typical passed request on lines of one height, the lines that differ marked.

import { useEffect, useRef } from "preact/hooks";
import type { AlignedLine } from "../../src/shared/compare/align";
import { count } from "../../src/shared/compare/text";
import type { CompareResult } from "../../src/shared/contract/compare";
import { severityName } from "../../src/shared/severity";
import { seen } from "../lib/unseen";
import type { ComparePanelModel } from "./model";

export interface SideBySideProps {
  readonly model: ComparePanelModel;
  readonly result: CompareResult;
}

export function SideBySide({ model, result }: SideBySideProps) {
  const rows = model.pair.value;
  const { typical } = result;
  const first = model.firstDifferent.value;
  const mark = useRef<HTMLTableRowElement>(null);
  useEffect(() => mark.current?.scrollIntoView({ block: "nearest" }), [first]);
  // While it is fetched it has its room: nothing moves when it comes.
  if (typical === undefined || (rows.length === 0 && !model.isAsking.value)) return null;
  return (
    <section class="pair" aria-label="A typical failed and a typical passed request">
      <h3 class="section-title">First difference, typical failed and passed request</h3>
      <div class="pair-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">
                <RequestLink id={typical.bad} text="failed" model={model} />
              </th>
              <th scope="col">
                <RequestLink id={typical.good} text="passed" model={model} />
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr
                key={i}
                {...(i === first ? { ref: mark } : {})}
                class={`${row.isDifferent ? "is-different" : ""} ${i === first ? "is-first" : ""}`}
              >
                <Cell line={row.bad} model={model} />
                <Cell line={row.good} model={model} />
              </tr>
            ))}
          </tbody>
        </table>
        <LeftOut model={model} />
      </div>
    </section>
  );
}

/** Of long requests; all of them is in the timeline. */
function LeftOut({ model }: { readonly model: ComparePanelModel }) {
  const { bad, good } = model.leftOut.value;
  if (bad + good === 0) return null;
  const parts = [
    ...(bad === 0 ? [] : [`${count(bad, "more line")} of the failed request`]),
    ...(good === 0 ? [] : [`${count(good, "more line")} of the passed one`]),
  ];
  return <p class="note dim">Only the beginnings are compared: {parts.join(" and ")}.</p>;
}

function RequestLink(props: {
  readonly id: string;
  readonly text: string;
  readonly model: ComparePanelModel;
}) {
  return (
    <button
      type="button"
      class="link"
      data-tip={`Open ${props.id} in the timeline`}
      onClick={() => void props.model.openTimeline(props.id)}
    >
      {props.text}
    </button>
  );
}

function Cell(props: {
  readonly line: AlignedLine | undefined;
  readonly model: ComparePanelModel;
}) {
  const { line, model } = props;
  if (line === undefined) return <td class="is-absent" aria-label="nothing" />;
  const { source, service, text, log } = line;
  const letter = severityName(line.severityNumber)?.charAt(0) ?? "";
  const canOpen = (source !== undefined || log !== undefined) && model.canOpenSource.value;
  const said = (
    <>
      {letter === "W" || line.isError ? (
        <strong class={`letter ${letter === "W" ? "is-warning" : ""}`}>{letter || "E"} </strong>
      ) : null}
      {seen(text)}
    </>
  );
  return (
    <td
      class={`code ellipsis ${line.isError ? "is-error" : ""}`}
      data-tip={`${service === "" ? "" : `${service}: `}${text}`}
    >
      {canOpen ? (
        <button
          type="button"
          class="bare code ellipsis open-line"
          onClick={() => void model.openLine(line)}
        >
          {said}
        </button>
      ) : (
        said
      )}
    </td>
  );
}
