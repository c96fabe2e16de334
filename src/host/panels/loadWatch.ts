// A page that the editor never loads: on a busy machine VS Code's frame around it can miss the one event that it waits
// for (the service worker has taken over), and stays blank for good. Only a new frame helps, so the panel is made again.

import { Disposable } from "../lifetime";

/** A page takes a tenth of a second, on a busy machine some seconds; a second panel is given longer. */
const waitsMs = [15_000, 40_000] as const;

export class LoadWatch extends Disposable {
  private timer: NodeJS.Timeout | undefined;
  private hasLoaded = false;

  /** `attempt` counts from 0: how often the panel was made again. After the last one it is left as it is. */
  constructor(
    private readonly attempt: number,
    private readonly onStuck: () => void,
  ) {
    super();
  }

  /** Only what is shown loads; hidden, its frame is gone, and shown again it has another one. */
  setShown(isShown: boolean): void {
    clearTimeout(this.timer);
    const waitMs = waitsMs[this.attempt];
    if (!isShown || this.hasLoaded || waitMs === undefined || this.isDisposed) return;
    this.timer = setTimeout(this.onStuck, waitMs);
  }

  loaded(): void {
    this.hasLoaded = true;
    clearTimeout(this.timer);
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }
}
