// The foot: what is odd about the records, at the left; the keys, at the right.

import { useState } from "preact/hooks";
import { Icon } from "../lib/controls";
import { countOf } from "../lib/format";
import { compareHints, keyHints } from "./input";
import { seen } from "../lib/unseen";
import type { TimelinePanelModel } from "./model";

export function Foot({ model }: { readonly model: TimelinePanelModel }) {
  const notices = model.notices.value;
  const isList = model.id.value === "";
  const isCompared = model.against.id.value !== "";
  const failure = model.failure.value;
  const hasMore = model.timeline.value?.notices.isCut ?? false;
  return (
    <footer class="foot">
      {failure !== "" && <span class="is-loss ellipsis">{failure}</span>}
      {hasMore && (
        <span class="is-loss">
          <Icon name="warning" /> only a part: the request has more records than are shown at once
        </span>
      )}
      {isList ? (
        <span>
          <strong>{countOf(model.recent.rows.value.length, "request")}</strong> ·{" "}
          {countOf(model.recent.failedCount.value, "failed").replace(/s$/, "")}
        </span>
      ) : (
        notices.length > 0 && <Notices notices={notices} />
      )}
      <span class="grow" />
      <span class="keys ellipsis">
        {isList ? "↑↓ rows · Enter open · / find" : isCompared ? compareHints : keyHints}
      </span>
    </footer>
  );
}

/** One line, and all of them for whom it is too short. */
function Notices({ notices }: { readonly notices: readonly string[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <button
      type="button"
      class={`bare notices ${isOpen ? "is-open" : "ellipsis"}`}
      aria-expanded={isOpen}
      data-tip={isOpen ? undefined : notices.join("\n")}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? (
        notices.map((notice) => (
          <span key={notice} class="notice-line">
            <Icon name="info" /> {seen(notice)}
          </span>
        ))
      ) : (
        <>
          <Icon name="info" /> {seen(notices.join(" · "))}
        </>
      )}
    </button>
  );
}
