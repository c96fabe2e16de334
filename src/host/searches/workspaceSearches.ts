// Saved searches of the workspace: read from each folder's `.vscode/sidelight.json`, written to the first.

import { FileSystemError, Range, Uri, window, workspace, WorkspaceEdit } from "vscode";
import type { SavedSearch } from "../../shared/savedSearches";
import { fileNotSaved, noFolderForSearches, reasonOf, searchesBroken } from "../errors";
import { showFailure } from "../showFailure";
import { searchesOfText, withSearch } from "./searchesText";

const fileOf = (folder: Uri) => Uri.joinPath(folder, ".vscode", "sidelight.json");

export async function readSearches(): Promise<SavedSearch[]> {
  const folders = workspace.workspaceFolders ?? [];
  const lists = await Promise.all(folders.map(({ uri }) => searchesOfFile(fileOf(uri))));
  return lists.flat();
}

/** Asks for the name; false when there is none or it could not be written, which the user has been told. */
export async function saveSearch(draft: Omit<SavedSearch, "name">): Promise<boolean> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) {
    showFailure(noFolderForSearches());
    return false;
  }
  const name = await window.showInputBox({
    title: "Save Search",
    prompt: "Shared in .vscode/sidelight.json. A search of the same name is replaced.",
    value: draft.query,
    validateInput: (text) => (text.trim() === "" ? "A search has a name." : undefined),
  });
  if (name === undefined) return false;
  const uri = fileOf(folder);
  try {
    const document = await openOrCreate(uri);
    const text = document.getText();
    const changed = withSearch(text, { name: name.trim(), ...draft });
    if (changed === undefined) {
      showFailure(searchesBroken(uri.fsPath));
      await window.showTextDocument(document);
      return false;
    }
    const edit = new WorkspaceEdit();
    edit.replace(uri, new Range(document.positionAt(0), document.positionAt(text.length)), changed);
    await workspace.applyEdit(edit);
    return await document.save();
  } catch (error) {
    showFailure(fileNotSaved(uri.fsPath, reasonOf(error)));
    return false;
  }
}

/** Shows the file, with completion and checks by its schema. */
export async function openSearches(): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) return showFailure(noFolderForSearches());
  const uri = fileOf(folder);
  try {
    await window.showTextDocument(await openOrCreate(uri));
  } catch (error) {
    showFailure(fileNotSaved(uri.fsPath, reasonOf(error)));
  }
}

async function openOrCreate(uri: Uri) {
  // One that is there and cannot be opened (it is taken for binary) must not be written over.
  if (!(await isThere(uri))) {
    await workspace.fs.writeFile(uri, new TextEncoder().encode('{\n  "searches": []\n}\n'));
  }
  return workspace.openTextDocument(uri);
}

async function isThere(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === "FileNotFound") return false;
    throw error;
  }
}

async function searchesOfFile(uri: Uri): Promise<SavedSearch[]> {
  try {
    return searchesOfText(new TextDecoder().decode(await workspace.fs.readFile(uri)));
  } catch {
    return []; // most folders have none
  }
}
