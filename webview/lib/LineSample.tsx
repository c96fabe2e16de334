// How a line of a chart is drawn, beside its name in the legend.

export interface LineSampleProps {
  readonly color: string;
  /** Strokes and gaps (dashes.ts). */
  readonly dash: readonly number[];
}

export const LineSample = ({ color, dash }: LineSampleProps) => (
  <svg class="line-sample" width="26" height="8" aria-hidden="true">
    <line x2="26" y1="4" y2="4" style={{ stroke: color }} stroke-dasharray={dash.join(" ")} />
  </svg>
);
