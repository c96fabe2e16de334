// How the user arranged the panel; kept over reloads.

import { signal } from "@preact/signals";

export class Layout {
  /** Width of the column of names. */
  readonly namesPx = signal(320);
  readonly detailPx = signal(230);
}
