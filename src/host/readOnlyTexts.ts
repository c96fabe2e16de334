// Texts that are shown in an editor and belong to no file: read-only, so that closing one asks nothing.

import { EventEmitter, Uri, ViewColumn, window, workspace } from "vscode";
import { Disposable } from "./lifetime";

const scheme = "sidelight-text";
/** Of a closed document that the user has the editor open again; a reload opens none of them. */
const textIsGone = "This text was not kept. Open it again where you opened it, in Sidelight.\n";

/** The editor knows the language by the name's ending, and so do associations that the user has set. */
const endings: Readonly<Record<string, string>> = {
  json: "json",
  jsonl: "jsonl",
  log: "log",
  markdown: "md",
};

export class ReadOnlyTexts extends Disposable {
  private readonly changed = this.register(new EventEmitter<Uri>());
  private readonly texts = new Map<string, string>();

  constructor() {
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

  /** Under a title of its own: "Logs 1.log", "Logs 2.log". */
  async open(title: string, text: string, language: string): Promise<void> {
    const ending = endings[language] ?? "txt";
    let number = 1;
    while (this.texts.has(uriOf(`${title} ${number}.${ending}`).toString())) number++;
    await this.show(`${title} ${number}.${ending}`, text);
  }

  /** A document of the same name that is open shows the new text. */
  async show(name: string, text: string): Promise<void> {
    const uri = uriOf(name);
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { viewColumn: ViewColumn.Active, preview: false });
  }
}

const uriOf = (name: string) => Uri.from({ scheme, path: `/${name.replace(/[\\/?#:]/g, " ")}` });
