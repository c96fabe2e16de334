// The foot: what is odd about the records, at the left; the keys, at the right.

import { Icon } from "../lib/controls";
import { countOf } from "../lib/format";
import { Notices } from "../lib/Notices";
import { compareHints, keyHints } from "./input";
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
