// Which requests are compared, and a way to compare others.

import { useEffect, useRef } from "preact/hooks";
import { Button, Chip } from "../lib/controls";
import { countOf, formatCount } from "../lib/format";
import { openMenu } from "../lib/menu";
import { count, unitOf } from "../../src/shared/compare/text";
import type { CompareResult } from "../../src/shared/contract/compare";
import { type ComparePanelModel, groupingLabel, groupings, routesText } from "./model";

export function Header({ model }: { readonly model: ComparePanelModel }) {
  const result = model.result.value;
  const isOfRoute = model.hasRoutes.value && model.isOfSameRoute.value;
  return (
    <>
      <header class="toolbar">
        <span class="groups ellipsis" data-tip={result === undefined ? undefined : saidOf(result)}>
          {result === undefined ? (
            <span class="dim">Why do these fail?</span>
          ) : (
            <>
              <span class="pill is-bad">{formatCount(result.badRequests)} failed</span>{" "}
              <span class="dim">against</span>{" "}
              <span class="pill is-good">{formatCount(result.goodRequests)} passed</span>{" "}
              <span class="dim units">
                {unitOf(result.by)}
                {result.goodRequests === 1 ? "" : "s"}
                {isOfRoute && routesText(result) !== "" && (
                  <>
                    {" "}
                    of <code>{routesText(result)}</code>
                  </>
                )}
              </span>
            </>
          )}
        </span>
        <span class="grow" />
        {model.badSeqs.value.length > 0 && (
          <Chip
            name="Selected rows"
            isOn
            onToggle={() => model.forgetSeqs()}
            tip="Only requests with one of the rows that were selected have failed: press for all that failed"
          >
            {countOf(model.badSeqs.value.length, "row")} selected
          </Chip>
        )}
        <Button
          hasMenu
          tip="What belongs together: a request, a trace, one value of a field, or each record alone"
          onClick={(event) => openGroupings(event, model)}
        >
          {groupingLabel(result?.by ?? "request")}
        </Button>
        {model.hasRoutes.value && (
          <Chip
            name="Same route"
            isOn={model.isOfSameRoute.value}
            onToggle={() => (model.isOfSameRoute.value = !model.isOfSameRoute.peek())}
            tip="Compare with passed requests that set out the same way"
          >
            Same route
          </Chip>
        )}
        <Button
          isPressed={model.isEditing.value}
          onClick={() => (model.isEditing.value = !model.isEditing.peek())}
          tip="Say which requests failed, and which to compare with (e)"
          icon="edit"
          class="wide-text"
        >
          Change Groups…
        </Button>
        <Button
          icon="go-to-file"
          tip="Open as text document"
          isDisabled={result === undefined}
          onClick={() => void model.openAsText()}
        />
        <Button
          icon="refresh"
          tip="Compare again (r)"
          onClick={() => model.refresh()}
          class="again"
        />
      </header>
      {model.isEditing.value && <Groups model={model} />}
    </>
  );
}

/** In full, where the panel is too narrow for it. */
const saidOf = (result: CompareResult) =>
  [
    `${formatCount(result.badRequests)} failed against ${count(result.goodRequests, `passed ${unitOf(result.by)}`)}`,
    ...result.routes,
  ].join("\n");

function openGroupings(event: MouseEvent, model: ComparePanelModel): void {
  const by = model.result.peek()?.by ?? "request";
  if (!(event.currentTarget instanceof Element)) return;
  openMenu(event.currentTarget, "What belongs together", [
    ...groupings.map(([name, label]) => ({
      label,
      isChecked: by === name,
      run: () => {
        model.by.value = name;
      },
    })),
    {
      label: "By a Field…",
      isChecked: groupings.every(([name]) => name !== by),
      run: () => {
        model.isEditing.value = true;
      },
    },
  ]);
}

function Groups({ model }: { readonly model: ComparePanelModel }) {
  const bad = useRef<HTMLInputElement>(null);
  const good = useRef<HTMLInputElement>(null);
  const within = useRef<HTMLInputElement>(null);
  const by = useRef<HTMLInputElement>(null);
  useEffect(() => bad.current?.focus(), []);
  const change = () =>
    model.change(
      bad.current?.value ?? "",
      good.current?.value ?? "",
      within.current?.value ?? "",
      by.current?.value ?? "",
    );
  return (
    <form
      class="edit-groups"
      onSubmit={(event) => {
        event.preventDefault();
        change();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") model.isEditing.value = false;
        // Without a button of type "submit" a form of two fields does not submit.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) change();
      }}
    >
      <label>
        <span>
          {model.badSeqs.value.length === 0
            ? "Failed: a record matches"
            : "Failed: a selected row matches"}
        </span>
        <input class="input code" ref={bad} defaultValue={model.bad.value} spellcheck={false} />
      </label>
      <label>
        <span>Passed: a record matches</span>
        <input class="input code" ref={good} defaultValue={model.good.value} spellcheck={false} />
      </label>
      <label>
        <span>Of both only those with</span>
        <input
          class="input code"
          ref={within}
          defaultValue={model.within.value}
          placeholder="all requests"
          spellcheck={false}
        />
      </label>
      <label>
        <span>Together: records of one</span>
        <input
          class="input code"
          ref={by}
          defaultValue={model.by.value}
          placeholder="request, trace, record, session.id…"
          spellcheck={false}
        />
      </label>
      <Button kind="primary" onClick={change}>
        Compare
      </Button>
    </form>
  );
}
