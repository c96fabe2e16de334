// Below the header: the choice of a request to compare with, or which one it is and how many rows differ.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { RequestInfo } from "../../src/shared/contract/requests";
import { durationText } from "../../src/shared/timeline/duration";
import { Button } from "../lib/controls";
import { formatTime } from "../lib/format";
import { seen } from "../lib/unseen";
import type { TimelinePanelModel } from "./model";

interface Props {
  readonly model: TimelinePanelModel;
}

export function AgainstBar({ model }: Props) {
  if (model.id.value === "") return null;
  if (model.against.isChoosing.value) return <Choice model={model} />;
  return model.against.id.value === "" ? null : <Compared model={model} />;
}

function Choice({ model }: Props) {
  const { against } = model;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const offers = against.offers.value;
  const [newest] = offers ?? [];
  return (
    <form
      class="toolbar against-bar"
      aria-label="Compare with"
      onSubmit={(event) => {
        event.preventDefault();
        against.open(field.current?.value ?? "");
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        against.stopChoosing();
        document.querySelector<HTMLElement>(".list")?.focus();
      }}
    >
      {newest === undefined ? (
        <span class="dim ellipsis offer" role="status">
          {offers === undefined
            ? "Looking for a passed request…"
            : against.problem.value || "No recent passed request of this route"}
        </span>
      ) : (
        <Button
          kind="primary"
          class="offer"
          tip={`${newest.name}\n${newest.id}`}
          onClick={() => against.show(newest.id)}
        >
          {`Newest passed: ${offerText(newest)}`}
        </Button>
      )}
      <input
        ref={field}
        id="against"
        class="input code"
        aria-label="Id of the request to compare with"
        placeholder="or paste an id, then Enter"
        list="against-offers"
        spellcheck={false}
      />
      <datalist id="against-offers">
        {(offers ?? []).slice(0, maxOffers).map((request) => (
          <option key={request.id} value={request.id}>
            {`${offerText(request)} · ${request.name}`}
          </option>
        ))}
      </datalist>
      <Button kind="quiet" icon="close" tip="Close (Esc)" onClick={() => against.stopChoosing()} />
    </form>
  );
}

const maxOffers = 20;
const offerText = ({ time, durationNanos }: RequestInfo) =>
  `${formatTime(time)} · ${durationText(Number(durationNanos))}`;

function Compared({ model }: Props) {
  const { against } = model;
  const id = against.id.value;
  const timeline = against.timeline.value;
  const count = against.different.value.length;
  const isKnown = timeline !== undefined && timeline.nodes.length > 0;
  return (
    <div class="toolbar against-bar">
      <span class="dim">against</span>
      <button
        type="button"
        class="link code ellipsis against-id"
        data-tip={`Open ${id}`}
        onClick={() => model.openRequest(id)}
      >
        {seen(id)}
      </button>
      {isKnown && (
        <>
          <span class={`verdict ${timeline.summary.isFailed ? "failed" : "ok"}`}>
            {timeline.summary.isFailed ? "failed" : "ok"}
          </span>
          <span class="dim ellipsis against-took">
            {durationText(timeline.summary.durationNanos)}
          </span>
        </>
      )}
      <span class="grow" />
      <span class="dim find-count" role="status">
        {against.aligned.value === undefined
          ? ""
          : count === 0
            ? "no difference"
            : `${against.number.value || "–"} of ${count}`}
      </span>
      <Button
        kind="quiet"
        icon="arrow-up"
        tip="Previous difference (N)"
        isDisabled={count === 0}
        onClick={() => against.next(-1)}
      />
      <Button
        kind="quiet"
        icon="arrow-down"
        tip="Next difference (n)"
        isDisabled={count === 0}
        onClick={() => against.next(1)}
      />
      <Button
        kind="quiet"
        icon="close"
        tip="End the comparison (Esc)"
        onClick={() => against.show("")}
      />
    </div>
  );
}
