// Payloads that a receiver could not read, as read-only documents.

import { EventEmitter, languages, Uri, ViewColumn, window, workspace } from "vscode";
import { refusalText } from "../shared/refusalText";
import type { CollectorConnection } from "./collector/collectorConnection";
import { notConnected, reasonOf, requestFailed } from "./errors";
import { Disposable } from "./lifetime";
import { showFailure } from "./showFailure";

const scheme = "sidelight-refused";
/** A document that the editor opened again after a reload. */
const textIsGone = "Open it again by “… refused” under its receiver in Sidelight's side bar.\n";

export interface RefusedKind {
  readonly receiver: string;
  readonly title: string;
  readonly reason: string;
}

export class RefusedPayloads extends Disposable {
  private readonly changed = this.register(new EventEmitter<Uri>());
  private readonly texts = new Map<string, string>();

  constructor(private readonly connection: CollectorConnection) {
    super();
    this.register(
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? textIsGone,
      }),
    );
    this.register(
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.texts.delete(uri.toString());
      }),
    );
  }

  /** Opens what there is now; a document of the same kind that is open shows it anew. */
  async show({ receiver, title, reason }: RefusedKind): Promise<void> {
    const { client } = this.connection;
    if (client === undefined) return showFailure(notConnected());
    const path = `/refused by ${title} (${reason}).txt`.replace(/[\\?#:]/g, " ");
    const uri = Uri.from({ scheme, path, query: receiver });
    try {
      const refusals = await client.refusals({ receiver, reason });
      this.texts.set(uri.toString(), refusalText(title, reason, refusals));
    } catch (error) {
      return showFailure(requestFailed("ask for what was refused", reasonOf(error)));
    }
    this.changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await languages.setTextDocumentLanguage(document, "plaintext");
    await window.showTextDocument(document, { viewColumn: ViewColumn.Active, preview: true });
  }
}

/** Commands are called with whatever other extensions, keys and links hand over. */
export function refusedKindOf(argument: unknown): RefusedKind | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const { receiver, title, reason } = argument as Partial<Record<keyof RefusedKind, unknown>>;
  if (typeof receiver !== "string" || typeof reason !== "string") return undefined;
  return { receiver, reason, title: typeof title === "string" ? title : receiver };
}
