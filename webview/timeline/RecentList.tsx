// Recent requests, newest first, failed ones marked; opens one of them.

import { Button, Chip, EmptyState, Icon, Copyable } from "../lib/controls";
import type { RequestInfo } from "../../src/shared/contract/requests";
import { durationText } from "../../src/shared/timeline/duration";
import { FirstSteps } from "../lib/FirstSteps";
import { countOf, formatTime } from "../lib/format";
import { serviceClass } from "../lib/serviceColors";
import { seen } from "../lib/unseen";
import { VirtualList } from "../lib/VirtualList";
import type { Connection } from "../lib/connection";
import type { TimelinePanelModel } from "./model";

export interface RecentListProps {
  readonly model: TimelinePanelModel;
  readonly connection: Connection;
}

export function RecentList({ model, connection }: RecentListProps) {
  const { recent } = model;
  const rows = recent.rows.value;
  const open = (rank: number) => {
    const request = rows[rank];
    if (request !== undefined) model.openRequest(request.id);
  };
  const isEmpty = rows.length === 0 && recent.newCount.value === 0;
  if (recent.hasLoaded.value && isEmpty && !model.isAsking.value) {
    return (
      <>
        <Filters model={model} />
        <NoRequests model={model} connection={connection} />
      </>
    );
  }
  return (
    <>
      <Filters model={model} />
      <div
        class="recent"
        onPointerEnter={() => (recent.isHeld.value = true)}
        onPointerLeave={() => (recent.isHeld.value = false)}
      >
        <VirtualList
          scroll={recent.scroll}
          label="Recent requests"
          selectedRank={recent.selectedRank.value}
          onSelect={(rank) => (recent.selectedId.value = rows[rank]?.id ?? "")}
          onOpen={open}
          rowKey={(rank) => rows[rank]?.id ?? rank}
          rowClass={(rank) => (rows[rank]?.isFailed === true ? "is-error" : "")}
          renderRow={(rank) => {
            const request = rows[rank];
            return request === undefined ? null : (
              <Request request={request} onOpen={() => open(rank)} />
            );
          }}
        />
        {recent.newCount.value > 0 && (
          <button
            type="button"
            class="new-requests"
            onClick={() => {
              recent.showLatest();
              recent.scroll.scrollTo(0);
            }}
          >
            <Icon name="arrow-up" /> {recent.newCount.value} new
          </button>
        )}
      </div>
    </>
  );
}

function Filters({ model }: { readonly model: TimelinePanelModel }) {
  const { recent } = model;
  return (
    <div class="toolbar filters">
      <span class="section-title">Recent requests</span>
      <span class="grow" />
      {recent.failedCount.value > 0 && (
        <Button
          kind="quiet"
          icon="question"
          tip="What the failed requests have that passed ones lack"
          onClick={() => void model.outside.openCompare()}
        >
          Why do these fail?
        </Button>
      )}
      <Chip
        name="Failed only"
        isOn={recent.isFailedOnly.value}
        onToggle={() => (recent.isFailedOnly.value = !recent.isFailedOnly.peek())}
        tip="Show failed requests only"
      >
        <Icon name="error" /> Failed only
      </Chip>
    </div>
  );
}

function Request({ request, onOpen }: { readonly request: RequestInfo; onOpen: () => void }) {
  const [first = request.service] = request.services;
  return (
    <div class={`request ${serviceClass(first)}`}>
      <span class="state" role="gridcell" aria-label={request.isFailed ? "failed" : "ok"}>
        <Icon name={request.isFailed ? "error" : "pass"} />
      </span>
      <span class="time code dim" role="gridcell">
        {formatTime(request.time)}
      </span>
      <span class="what ellipsis" role="gridcell" data-tip={tipOf(request)}>
        <span class="link" onClick={onOpen}>
          {seen(request.name || request.id)}
        </span>
        <span class="row-detail">{seen(servicesOf(request))}</span>
      </span>
      <span class="counts dim" role="gridcell">
        {countsOf(request)}
      </span>
      <span class="request-id code dim ellipsis" role="gridcell">
        {seen(request.id)}
      </span>
      <span class="took" role="gridcell">
        {durationText(Number(request.durationNanos))}
      </span>
    </div>
  );
}

const servicesOf = ({ services, service }: RequestInfo) => services.join(", ") || service;
const countsOf = ({ spanCount, logCount, errorCount }: RequestInfo) =>
  [
    ...(spanCount > 0 ? [countOf(spanCount, "span")] : []),
    ...(logCount > 0 ? [countOf(logCount, "log")] : []),
    ...(errorCount > 0 ? [countOf(errorCount, "error")] : []),
  ].join(" · ");

/** All of the row: a narrow panel shows only a part. */
const tipOf = (request: RequestInfo) =>
  [
    request.name,
    servicesOf(request),
    `${formatTime(request.time)} · ${durationText(Number(request.durationNanos))}`,
    countsOf(request),
    request.id,
  ]
    .filter(Boolean)
    .join("\n");

function NoRequests({ model, connection }: RecentListProps) {
  const { recent } = model;
  if (recent.isFailedOnly.value || recent.filter.value.trim() !== "") {
    return (
      <EmptyState icon="pass" title="No such request among the recent ones">
        <p>An id that is pasted above is looked for among all records.</p>
        <Button
          kind="primary"
          onClick={() => {
            recent.isFailedOnly.value = false;
            recent.filter.value = "";
          }}
        >
          Show All Recent Requests
        </Button>
      </EmptyState>
    );
  }
  const state = connection.state.value;
  const http = state.kind === "connected" ? state.endpoints["http"] : undefined;
  return (
    <EmptyState icon="pulse" title="No request has been seen yet">
      <p>Send traces, or logs that carry a request id, to the collector:</p>
      {http !== undefined && (
        <p>
          <Copyable
            text={`OTEL_EXPORTER_OTLP_ENDPOINT=${http}`}
            onCopy={(text) => void connection.host.copy({ text })}
          />
        </p>
      )}
      <FirstSteps host={connection.host} />
    </EmptyState>
  );
}
