// Over the foot of the list while several rows are selected: how many, and what can be done with them.

import { Button } from "../lib/controls";
import { countOf, formatCount } from "../lib/format";
import { openMenu } from "../lib/menu";
import type { LogsModel } from "./model";
import { mostPicked } from "./picked";
import { pickedMenu, comparePicked, copyPicked } from "./picking";

export function PickedBar({ model }: { readonly model: LogsModel }) {
  const { picked } = model.list;
  const count = picked.count.value;
  const rest = picked.isCut.value
    ? `the newest ${formatCount(mostPicked)}`
    : picked.isAllLoaded.value
      ? "all that are loaded"
      : "";
  return (
    <div class="picked-bar" role="toolbar" aria-label="Selected rows">
      <span class="picked-count" role="status">
        {`${countOf(count, "row")} selected`}
        {rest !== "" && <span class="dim">{`: ${rest}`}</span>}
      </span>
      <Button icon="copy" onClick={() => copyPicked(model, "text")}>
        Copy
      </Button>
      <Button class="picked-more" icon="json" onClick={() => copyPicked(model, "json")}>
        Copy as JSON
      </Button>
      <Button class="picked-more" icon="save" onClick={() => (model.exporting.value = "picked")}>
        Export…
      </Button>
      <Button class="picked-more" kind="primary" onClick={() => comparePicked(model)}>
        Why Do These Fail?
      </Button>
      <Button
        class="picked-less"
        icon="ellipsis"
        tip="More for the selected rows"
        hasMenu
        onClick={(event) => openMenu(event, "Selected rows", pickedMenu(model))}
      />
      <Button
        kind="quiet"
        icon="close"
        tip="Select nothing (Esc)"
        onClick={() => model.list.unselect()}
      />
    </div>
  );
}
