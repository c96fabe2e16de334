// A store that another program holds: it may be a collector's that has yet to tell where it listens, and is then the
// one; or of one that is about to end and lets go of it.

import type { Discovery } from "../shared/contract/discovery";
import { StoreError } from "./store/errors";

export interface OpenLimits {
  /** A start, or an end, of the other one takes no longer. */
  readonly waitMs: number;
  readonly lookAgainMs: number;
  /** To open it starts a thread: that is tried less often than the file is looked at. */
  readonly openAgainMs: number;
}

const usual: OpenLimits = { waitMs: 10_000, lookAgainMs: 50, openAgainMs: 500 };

export type Opened<Store> =
  | { readonly kind: "opened"; readonly store: Store }
  | { readonly kind: "attached"; readonly discovery: Discovery };

/** @throws StoreError where neither comes to be. */
export async function openOrAttach<Store>(
  open: () => Promise<Store>,
  find: () => Discovery | undefined,
  limits = usual,
): Promise<Opened<Store>> {
  const end = performance.now() + limits.waitMs;
  for (;;) {
    try {
      return { kind: "opened", store: await open() };
    } catch (error) {
      if (!(error instanceof StoreError) || error.kind !== "locked") throw error;
      const discovery = await found(find, limits);
      if (discovery !== undefined) return { kind: "attached", discovery };
      if (performance.now() >= end) throw error;
    }
  }
}

/** What is found before it is time to open again. */
async function found(
  find: () => Discovery | undefined,
  { lookAgainMs, openAgainMs }: OpenLimits,
): Promise<Discovery | undefined> {
  const end = performance.now() + openAgainMs;
  while (performance.now() < end) {
    const discovery = find();
    if (discovery !== undefined) return discovery;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
  return undefined;
}
