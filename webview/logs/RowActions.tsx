// Over the end of the row that is pointed at: what is done with it most often.

import type { LogJson } from "../../src/shared/contract/json";
import { Button } from "../lib/controls";
import { openMenu } from "../lib/menu";
import type { LogsModel } from "./model";
import { recordMenu } from "./rowMenu";

export function RowActions({ row, model }: { readonly row: LogJson; readonly model: LogsModel }) {
  const { repeats } = model.list;
  return (
    <span
      class="row-actions"
      role="gridcell"
      onClick={(event) => event.stopPropagation()}
      onDblClick={(event) => event.stopPropagation()}
    >
      {repeats.isOn.value && repeats.isOpened(row.seq) && (
        <Button
          kind="quiet"
          icon="fold"
          tip="Collapse these repeats again"
          onClick={() => repeats.close(row.seq)}
        />
      )}
      <Button
        kind="quiet"
        icon="unfold"
        tip="Context: the rows around it (C)"
        onClick={() => model.showContext(row)}
      />
      <Button
        kind="quiet"
        icon="ellipsis"
        tip="Record actions"
        hasMenu
        onClick={(event) => openMenu(event, "Record actions", recordMenu(model, row))}
      />
    </span>
  );
}
