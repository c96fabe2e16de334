// Which line is which, where there is more than one: name, sign as it is drawn, latest value.

import { chartTheme, colorOf } from "./chartTheme";
import { dashOf } from "./dashes";
import type { DrawnChart } from "./lines";
import { valueText } from "./units";

export function Legend({ chart }: { readonly chart: DrawnChart }) {
  const theme = chartTheme.value;
  if (chart.lines.length < 2 || theme === undefined) return null;
  return (
    <ul class="legend">
      {chart.lines.map((line, index) => (
        <li key={line.label} class="ellipsis" data-tip={line.label}>
          <svg width="16" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="16"
              y1="4"
              y2="4"
              stroke={colorOf(line, theme)}
              stroke-width="2"
              stroke-dasharray={dashOf(line, index, theme.isHighContrast).join(" ")}
            />
          </svg>
          <span class="legend-name">{line.label}</span>{" "}
          <span class="dim">{valueText(line.last, chart.unit)}</span>
        </li>
      ))}
      {chart.spared > 0 && <li class="dim">+{chart.spared} more</li>}
    </ul>
  );
}
