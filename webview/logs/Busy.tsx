// A thin line that moves while an answer takes long; a quick one comes before it shows.

import "./busy.css";

export const Busy = ({ isBusy }: { readonly isBusy: boolean }) => (
  <div class="busy" role="status" aria-label={isBusy ? "Searching…" : undefined}>
    {isBusy && <div class="busy-line" />}
  </div>
);
