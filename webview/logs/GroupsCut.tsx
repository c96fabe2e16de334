// Says that there are more groups than are shown.

import { formatCount } from "../lib/format";
import type { GroupCut } from "./grouping";

export function GroupsCut({
  cut,
  shown,
}: {
  readonly cut: GroupCut | undefined;
  readonly shown: number;
}) {
  if (cut === undefined) return null;
  const first = `The first ${formatCount(shown)}`;
  return (
    <p class="dim groups-cut" role="status">
      {cut.groups === undefined
        ? `${first} groups are shown; there are more.`
        : `${first} of ${formatCount(cut.groups)} values are shown.`}
    </p>
  );
}
