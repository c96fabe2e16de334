// A thin line that moves while an answer takes long; a quick one comes before it shows.

import "./busy.css";

export const Busy = (props: { readonly isBusy: boolean; readonly label: string }) => (
  <div class="busy" role="status" aria-label={props.isBusy ? props.label : undefined}>
    {props.isBusy && <div class="busy-line" />}
  </div>
);
