// The rows of a request in the virtual list.

import { openMenu } from "../lib/menu";
import type { Connection } from "../lib/connection";
import { VirtualList } from "../lib/VirtualList";
import type { TimelinePanelModel } from "./model";
import { Row } from "./Row";
import { rowMenu } from "./rowMenu";

export interface RowsProps {
  readonly model: TimelinePanelModel;
  readonly connection: Connection;
}

export function Rows({ model, connection }: RowsProps) {
  const rows = model.rows.value;
  return (
    <VirtualList
      scroll={model.scroll}
      label={`Timeline of ${model.id.value}`}
      selectedRank={model.selectedRank.value}
      onSelect={(rank) => model.selectRank(rank)}
      onOpen={(rank) => void model.outside.openSource(rows[rank])}
      rowKey={(rank) => rows[rank]?.key ?? rank}
      rowClass={(rank) => {
        const node = rows[rank];
        if (node === undefined) return "";
        const found = model.matches.value.has(node.index) ? "is-found" : "";
        return `kind-${node.kind} ${node.isError ? "is-error" : ""} ${found}`;
      }}
      renderRow={(rank) => {
        const node = rows[rank];
        return node === undefined ? null : <Row model={model} node={node} />;
      }}
      onContextMenu={(rank, event) => {
        const node = rows[rank];
        if (node === undefined) return;
        event.preventDefault();
        model.selectRank(rank);
        openMenu(event, "Row", rowMenu(model, node, connection));
      }}
    />
  );
}
