// An id that no log and no span carries, but samples of metrics do: nothing to lay out, all that is known of it.

import { MetricsDuring, type MetricsDuringProps } from "./MetricsDuring";

export const MetricsAlone = (props: MetricsDuringProps) => (
  <section class="metrics-alone" aria-label="Metrics of this id">
    <p class="dim">No log and no span carries this id. This page keeps looking.</p>
    <MetricsDuring {...props} />
  </section>
);
