// What a panel asks of the editor, answered.

import { Buffer } from "node:buffer";
import { basename } from "node:path";
import { commands, env, Uri, window, workspace } from "vscode";
import type { ExportRequest } from "../../shared/contract/exports";
import type {
  HostApi,
  PanelKind,
  PanelRequest,
  SourceLocation,
  WrittenLine,
} from "../../shared/contract/hostApi";
import type { Server } from "../../shared/contract/rpc";
import { panelTitles } from "../../shared/panelHtml";
import { openSearches, readSearches, saveSearch } from "../searches/workspaceSearches";
import { fileNotSaved, reasonOf } from "../errors";
import { showFailure } from "../showFailure";

export interface EditorActions {
  openSource(location: SourceLocation): Promise<boolean>;
  openStatement(written: WrittenLine): Promise<boolean>;
  openPanel(request: PanelRequest): void;
  /** As a document of this title. */
  openText(title: string, text: string, language: string): Promise<void>;
  exportRecords(request: ExportRequest): Promise<boolean>;
}

export function panelServer(
  panel: PanelKind,
  ready: Server<HostApi>["ready"],
  actions: EditorActions,
): Server<HostApi> {
  return {
    ready,
    openSource: (location) => actions.openSource(location),
    openStatement: (written) => actions.openStatement(written),
    openPanel: (request) => Promise.resolve(actions.openPanel(request)),
    copy: async ({ text }) => {
      await env.clipboard.writeText(text);
    },
    openText: ({ text, language }) => actions.openText(panelTitles[panel], text, language),
    searches: () => readSearches(),
    saveSearch: (search) => saveSearch(search),
    openSearches: () => openSearches(),
    exportRecords: (request) => actions.exportRecords(request),
    saveFile: ({ name, text }) => saveFile(name, text),
    startCollector: async () => {
      await commands.executeCommand("sidelight.startCollector");
    },
    runDemo: async () => {
      await commands.executeCommand("sidelight.runDemo");
    },
    connectApp: async () => {
      await commands.executeCommand("sidelight.connectApp");
    },
  };
}

async function saveFile(name: string, text: string): Promise<boolean> {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(".");
  const uri = await window.showSaveDialog({ defaultUri: Uri.joinPath(folder, basename(name)) });
  if (uri === undefined) return false;
  try {
    await workspace.fs.writeFile(uri, Buffer.from(text, "utf8"));
    return true;
  } catch (error) {
    showFailure(fileNotSaved(uri.fsPath, reasonOf(error)));
    return false;
  }
}
