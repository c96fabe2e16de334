// Opens the file and line of a record beside the panel that asked, and marks the line.

import { basename } from "node:path";
import {
  Position,
  type QuickPickItem,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import type { SourceLocation } from "../../shared/contract/hostApi";
import { reasonOf, sourceNotFound, sourceUnreadable } from "../errors";
import { Disposable } from "../lifetime";
import { plainMessage } from "../plainMessage";
import { showFailure } from "../showFailure";
import { LineMark } from "./lineMark";
import { followChosen, locate, type LocatedOne, type Place } from "./locate";
import { WorkspaceFiles } from "./workspaceFiles";

interface Chosen {
  readonly one: LocatedOne;
  /** Ends what asked for it. */
  readonly close?: () => void;
}

export class SourceOpener extends Disposable {
  readonly files: WorkspaceFiles;
  private readonly mark = this.register(new LineMark());

  /** `demoPath`: the demo that ships with the extension. */
  constructor(demoPath: string) {
    super();
    this.files = this.register(new WorkspaceFiles(demoPath));
  }

  /** False when nothing was opened: not found, or the user said no. `panelColumn` is where the panel is. */
  async open(location: SourceLocation, panelColumn: ViewColumn | undefined): Promise<boolean> {
    const chosen = await this.choose(location);
    try {
      const place = chosen && (await agreed(chosen.one));
      return place !== undefined && (await this.reveal(place, panelColumn));
    } finally {
      chosen?.close?.();
    }
  }

  /** Shows a place that nobody has to agree to. */
  async reveal(place: Place, panelColumn: ViewColumn | undefined): Promise<boolean> {
    try {
      await this.show(place, columnBeside(panelColumn));
      return true;
    } catch (error) {
      showFailure(sourceUnreadable(place.path, reasonOf(error)));
      return false;
    }
  }

  private async choose(location: SourceLocation): Promise<Chosen | undefined> {
    const located = await locate(location, this.files);
    switch (located.kind) {
      case "found":
      case "outside":
        return { one: located };
      case "choose": {
        const picked = await pickPlace(location.file, located.places);
        return picked && { one: await followChosen(picked.place, this.files), close: picked.close };
      }
      case "unknown":
        showFailure(sourceNotFound(location.file));
        return undefined;
    }
  }

  private async show(place: Place, viewColumn: ViewColumn): Promise<void> {
    const document = await workspace.openTextDocument(Uri.file(place.path));
    const editor = await window.showTextDocument(document, { viewColumn });
    if (place.line === undefined) return;
    // A build that is older than the file may name a line past its end.
    const line = Math.min(place.line, document.lineCount) - 1;
    const text = document.lineAt(line);
    const column =
      place.column === undefined ? text.firstNonWhitespaceCharacterIndex : place.column - 1;
    const at = new Position(line, Math.min(column, text.text.length));
    editor.selection = new Selection(at, at);
    editor.revealRange(text.range, TextEditorRevealType.InCenterIfOutsideViewport);
    this.mark.show(editor, line);
  }
}

/** The list stays until the file has the focus: one that is closed before gives it back to the panel, at any time. */
async function pickPlace(
  file: string,
  places: readonly Place[],
): Promise<{ readonly place: Place; readonly close: () => void } | undefined> {
  const list = window.createQuickPick<QuickPickItem & { readonly place: Place }>();
  list.title = `Several files could be ${file}`;
  list.placeholder =
    "Open which one? A setting (sidelight.source.pathMappings) answers this for good.";
  list.matchOnDescription = true;
  list.items = places.map((place) => ({
    label: basename(place.path),
    description: workspace.asRelativePath(place.path),
    place,
  }));
  const close = () => {
    list.dispose();
  };
  const place = await new Promise<Place | undefined>((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.place);
    });
    list.onDidHide(() => {
      resolve(undefined);
    });
    list.show();
  });
  if (place !== undefined) return { place, close };
  close();
  return undefined;
}

async function agreed({ kind, place }: LocatedOne): Promise<Place | undefined> {
  return kind === "found" || (await agreesToOpen(place.path)) ? place : undefined;
}

async function agreesToOpen(path: string): Promise<boolean> {
  const answer = await window.showWarningMessage(
    "Open a file outside of the workspace?",
    { modal: true, detail: plainMessage(`A record names this file as its source:\n${path}`) },
    "Open File",
  );
  return answer === "Open File";
}

/** Where code is shown already, and not on top of the panel. */
function columnBeside(panelColumn: ViewColumn | undefined): ViewColumn {
  if (panelColumn === undefined) return ViewColumn.Active; // a view of the side bar
  const shown = window.visibleTextEditors
    .map((editor) => editor.viewColumn)
    .find((column) => column !== undefined && column !== panelColumn);
  if (shown !== undefined) return shown;
  const group = window.tabGroups.all.find(({ viewColumn }) => viewColumn !== panelColumn);
  return group?.viewColumn ?? ViewColumn.Beside;
}
