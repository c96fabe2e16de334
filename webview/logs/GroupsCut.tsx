// Says that there are more groups than are shown, and how one gets to them.

import type { GroupTotals } from "../../src/shared/contract/groups";
import { formatCount } from "../lib/format";

export function GroupsCut(props: {
  readonly cut: GroupTotals | undefined;
  readonly shown: number;
  /** How one gets to them. */
  readonly others: string;
}) {
  if (props.cut === undefined) return null;
  return (
    <p class="dim groups-cut" role="status">
      {`The first ${formatCount(props.shown)} of ${formatCount(props.cut.groups)} groups are shown. ${props.others}`}
    </p>
  );
}
