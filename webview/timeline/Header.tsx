// The top of the panel: which request, how it went, and what can be done with it; or a field for an id.

import { useRef } from "preact/hooks";
import { durationText } from "../../src/shared/timeline/duration";
import { Button } from "../lib/controls";
import type { Connection } from "../lib/connection";
import { countOf, formatTimeExactly } from "../lib/format";
import { type MenuEntry, openMenu } from "../lib/menu";
import { seen } from "../lib/unseen";
import { FindBar } from "./FindBar";
import type { TimelinePanelModel } from "./model";

export interface HeaderProps {
  readonly model: TimelinePanelModel;
  readonly connection: Connection;
}

export function Header({ model, connection }: HeaderProps) {
  const hasRequest = model.id.value !== "";
  return (
    <header class="toolbar">
      {hasRequest ? (
        <>
          <Button
            kind="quiet"
            icon="arrow-left"
            tip="Recent requests (Esc)"
            onClick={() => model.openRequest("")}
          />
          <Title model={model} connection={connection} />
          <Actions model={model} connection={connection} />
        </>
      ) : (
        <IdField model={model} />
      )}
    </header>
  );
}

function IdField({ model }: { readonly model: TimelinePanelModel }) {
  const field = useRef<HTMLInputElement>(null);
  const open = () => model.openRequest(field.current?.value ?? "");
  return (
    <form
      class="id-form"
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <input
        ref={field}
        id="id"
        class="input code"
        aria-label="Request, trace or span id"
        placeholder="Paste a request, trace or span id, or filter the list"
        spellcheck={false}
        value={model.recent.filter.value}
        onInput={(event) => (model.recent.filter.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          model.recent.filter.value = "";
          document.querySelector<HTMLElement>(".list")?.focus();
        }}
        onPaste={(event) => {
          const text = event.clipboardData?.getData("text") ?? "";
          if (!looksLikeId(text)) return;
          event.preventDefault();
          model.openRequest(text);
        }}
      />
      <Button kind="primary" onClick={open} isDisabled={model.recent.filter.value.trim() === ""}>
        Open
      </Button>
    </form>
  );
}

/** A pasted id opens at once; pasted words filter the list. */
const looksLikeId = (text: string) => /[\da-f]{16}|[\da-f]{8}-[\da-f]{4}-/i.test(text);

function Title({ model, connection }: HeaderProps) {
  const timeline = model.timeline.value;
  const id = model.id.value;
  const copyId = () => void connection.host.copy({ text: id });
  return (
    <div class="headline">
      <button type="button" class="bare id code ellipsis" data-tip={`Copy ${id}`} onClick={copyId}>
        {seen(id)}
      </button>
      {timeline !== undefined && timeline.nodes.length > 0 && (
        <>
          <span class={`verdict ${timeline.summary.isFailed ? "failed" : "ok"}`}>
            {timeline.summary.isFailed ? "failed" : "ok"}
          </span>
          <span
            class="dim ellipsis summary"
            data-tip={`${summaryText(timeline)}\nstarted ${formatTimeExactly(timeline.summary.startTime)}`}
          >
            {seen(summaryText(timeline))}
          </span>
        </>
      )}
    </div>
  );
}

function summaryText({
  summary,
  services,
}: NonNullable<TimelinePanelModel["timeline"]["value"]>): string {
  return [
    summary.name,
    durationText(summary.durationNanos),
    countOf(services.length, "service"),
    countOf(summary.spanCount, "span"),
    countOf(summary.logCount, "log"),
    ...(summary.errorCount > 0 ? [countOf(summary.errorCount, "error")] : []),
  ].join(" · ");
}

function Actions({ model, connection }: HeaderProps) {
  return (
    <>
      {model.isFinding.value && <FindBar model={model} />}
      <Button
        class="wide-only"
        isDisabled={(model.timeline.value?.nodes.length ?? 0) === 0}
        icon="list-flat"
        onClick={() => void model.outside.openLogs()}
        tip="The request's logs in the Logs panel (l)"
      >
        Logs
      </Button>
      <Button
        class="wide-only"
        isDisabled={(model.timeline.value?.nodes.length ?? 0) === 0}
        icon="git-compare"
        onClick={() => void model.chooseAgainst()}
        tip="Two requests in one list, what differs marked (c)"
      >
        Compare with…
      </Button>
      <Button
        icon="ellipsis"
        tip="More actions"
        hasMenu
        onClick={(event) => {
          if (event.currentTarget instanceof Element) {
            openMenu(event.currentTarget, "Request", requestMenu(model, connection));
          }
        }}
      />
    </>
  );
}

function requestMenu(model: TimelinePanelModel, connection: Connection): readonly MenuEntry[] {
  const isCompared = model.against.id.peek() !== "";
  return [
    ...(isCompared ? [] : viewEntries(model)),
    {
      label: "Compare with…",
      icon: "git-compare",
      hint: "c",
      isDisabled: (model.timeline.peek()?.nodes.length ?? 0) === 0,
      run: () => void model.chooseAgainst(),
    },
    "separator",
    ...recordEntries(model, connection),
  ];
}

function viewEntries(model: TimelinePanelModel): readonly MenuEntry[] {
  const isByTime = model.order.peek() === "time";
  return [
    {
      label: "Find…",
      icon: "search",
      hint: "/",
      run: () => (model.isFinding.value = true),
    },
    {
      label: "Go to Next Error",
      icon: "error",
      hint: "e",
      isDisabled: model.timeline.peek()?.summary.isFailed !== true,
      run: () => model.nextFailure(1),
    },
    {
      label: "Why Do These Fail?",
      icon: "question",
      isDisabled: model.timeline.peek()?.summary.isFailed !== true,
      run: () => void model.outside.openCompare(),
    },
    {
      label: "All Records by Time",
      hint: "t",
      isChecked: isByTime,
      run: () => (model.order.value = isByTime ? "tree" : "time"),
    },
    {
      label: "Details",
      hint: "d",
      isChecked: model.isDetailOpen.peek(),
      run: () => (model.isDetailOpen.value = !model.isDetailOpen.peek()),
    },
    "separator",
    { label: "Zoom In", hint: "+", run: () => model.zoomBy(1 / 1.5) },
    { label: "Zoom Out", hint: "-", run: () => model.zoomBy(1.5) },
    { label: "Show All of the Request", hint: "0", run: () => model.setZoom(undefined) },
    "separator",
  ];
}

function recordEntries(model: TimelinePanelModel, { host }: Connection): readonly MenuEntry[] {
  return [
    {
      label: "Show in Logs",
      icon: "list-flat",
      hint: "l",
      run: () => void model.outside.openLogs(),
    },
    {
      label: "Open as Text Document",
      icon: "file-text",
      run: () => void model.outside.openAsText(),
    },
    {
      label: "Copy ID",
      icon: "copy",
      run: () => void host.copy({ text: model.id.peek() }),
    },
    { label: "Refresh", icon: "refresh", run: () => model.refresh() },
  ];
}
