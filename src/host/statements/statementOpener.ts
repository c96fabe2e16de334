// From a log line without a place to the statement that writes such text, and from a line of source to the
// log lines of its statement. Loggers rarely say where they were called.

import { ProgressLocation, type ViewColumn, window, workspace } from "vscode";
import type { WrittenLine } from "../../shared/contract/hostApi";
import { findStatements, type StatementPlace } from "../../shared/statements/findStatements";
import { sourceExtensions } from "../../shared/statements/languages";
import { queryOfLine } from "../../shared/statements/lineQuery";
import type { SourceOpener } from "../source/sourceOpener";
import { StatementIndex } from "./statementIndex";
import { maxSourceFiles, workspaceStatements } from "./workspaceStatements";

export class StatementOpener {
  private readonly index: StatementIndex;

  constructor(private readonly sources: SourceOpener) {
    this.index = new StatementIndex(workspaceStatements(sources.files));
  }

  /** False when nothing was opened: no statement fits, or the user chose none. */
  async open(written: WrittenLine, panelColumn: ViewColumn | undefined): Promise<boolean> {
    const { places, fileCount } = await this.find(written);
    const [first, ...others] = places;
    if (first === undefined) {
      if (written.isQuiet !== true) tellNothingFound(fileCount);
      return false;
    }
    const place = others.length === 0 ? first : await this.pick(written.message, places);
    return place !== undefined && (await this.sources.reveal(place, panelColumn));
  }

  private async find(written: WrittenLine) {
    const look = async () => {
      const files = await this.index.read();
      return { places: findStatements(written, files), fileCount: files.length };
    };
    const title = "$(search) Looking for the statement that wrote this…";
    return await window.withProgress({ location: ProgressLocation.Window, title }, look);
  }

  private async pick(
    message: string,
    places: readonly StatementPlace[],
  ): Promise<StatementPlace | undefined> {
    const items = await Promise.all(
      places.map(async (place) => ({
        label: await this.lineText(place),
        description: `${workspace.asRelativePath(place.path)}:${place.line}`,
        place,
      })),
    );
    const picked = await window.showQuickPick(items, {
      title: "Several statements write such a line",
      placeHolder: message.slice(0, 100),
      matchOnDescription: true,
    });
    return picked?.place;
  }

  private async lineText({ path, line }: StatementPlace): Promise<string> {
    const text = await this.sources.files.readText(path, 1024 * 1024);
    const shown = text?.split("\n", line).at(-1)?.trim().slice(0, 120) ?? "";
    return shown.replaceAll("$(", "\\$("); // a label's "$(name)" is an icon
  }
}

function tellNothingFound(fileCount: number): void {
  const where =
    fileCount === 0
      ? `The workspace has no source files (${sourceExtensions.slice(0, 8).join(", ")}, …).`
      : `Looked at ${fileCount.toLocaleString("en-US")} source files${
          fileCount >= maxSourceFiles ? ", not all that there are" : ""
        }.`;
  void window.showInformationMessage(`No statement of this workspace writes such a line. ${where}`);
}

/** The query for the log lines that the statement at the cursor writes; `undefined` when no code is open. */
export function queryOfCursor(): string | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  return queryOfLine(document.fileName, selection.active.line + 1, document.getText());
}
