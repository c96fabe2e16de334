// Payloads that a receiver could not read, as read-only documents.

import { refusalText } from "../shared/refusalText";
import type { CollectorConnection } from "./collector/collectorConnection";
import { notConnected, reasonOf, requestFailed } from "./errors";
import type { ReadOnlyTexts } from "./readOnlyTexts";
import { showFailure } from "./showFailure";

export interface RefusedKind {
  readonly receiver: string;
  readonly title: string;
  readonly reason: string;
}

/** Opens what there is now; a document of the same kind that is open shows it anew. */
export async function showRefused(
  { receiver, title, reason }: RefusedKind,
  { client }: CollectorConnection,
  texts: ReadOnlyTexts,
): Promise<void> {
  if (client === undefined) return showFailure(notConnected());
  let text: string;
  try {
    text = refusalText(title, reason, await client.refusals({ receiver, reason }));
  } catch (error) {
    return showFailure(requestFailed("ask for what was refused", reasonOf(error)));
  }
  await texts.show(`refused by ${title} (${reason}).txt`, text);
}

/** Commands are called with whatever other extensions, keys and links hand over. */
export function refusedKindOf(argument: unknown): RefusedKind | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const { receiver, title, reason } = argument as Partial<Record<keyof RefusedKind, unknown>>;
  if (typeof receiver !== "string" || typeof reason !== "string") return undefined;
  return { receiver, reason, title: typeof title === "string" ? title : receiver };
}
