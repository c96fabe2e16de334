// Which line is which, where there is more than one: name, sign as it is drawn, latest value.

import { LineSample } from "../lib/LineSample";
import { seen } from "../lib/unseen";
import { chartTheme, colorOf } from "./chartTheme";
import { dashOf } from "./dashes";
import type { DrawnChart } from "./lines";
import { valueText } from "./units";

export function Legend({ chart }: { readonly chart: DrawnChart }) {
  const theme = chartTheme.value;
  if (chart.lines.length < 2 || theme === undefined) return null;
  return (
    <ul class="legend">
      {chart.measure !== "" && <li class="dim">{chart.measure} of</li>}
      {chart.lines.map((line, index) => (
        <li key={line.label} class="ellipsis" data-tip={line.label}>
          <LineSample
            color={colorOf(line, theme)}
            dash={dashOf(chart.lines, index, theme.isHighContrast)}
          />
          <span class="legend-name">{seen(line.label)}</span>{" "}
          <span class="dim">{valueText(line.last, chart.unit)}</span>
        </li>
      ))}
      {chart.spared > 0 && <li class="dim">+{chart.spared} more</li>}
    </ul>
  );
}
