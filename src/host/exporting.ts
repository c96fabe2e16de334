// Exports from a panel: where to is asked, the collector writes, and the editor's own progress shows how far
// it is and cancels it.

import { basename } from "node:path";
import { ProgressLocation, Uri, window, workspace } from "vscode";
import { type ExportRequest, exportFiles } from "../shared/contract/exports";
import { RpcError } from "../shared/contract/rpc";
import type { CollectorConnection } from "./collector/collectorConnection";
import { fileNotSaved, notConnected, reasonOf } from "./errors";
import { exportedText, exportSteps } from "./exportTexts";
import { plainMessage } from "./plainMessage";
import { showFailure } from "./showFailure";

const saidForMs = 8_000;

export class Exporter {
  private job = 0;

  constructor(private readonly connection: CollectorConnection) {}

  /** False when it was cancelled or failed; the user has been told why. */
  async run(request: ExportRequest): Promise<boolean> {
    const { extension, title } = exportFiles[request.format];
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(".");
    const uri = await window.showSaveDialog({
      title: `Export as ${title}`,
      defaultUri: Uri.joinPath(folder, `${request.signal}.${extension}`),
      filters: { [title]: [extension.split(".").at(-1) ?? extension] },
    });
    return uri === undefined ? false : this.write(request, uri.fsPath);
  }

  private async write(request: ExportRequest, path: string): Promise<boolean> {
    const { client } = this.connection;
    if (client === undefined) {
      showFailure(notConnected());
      return false;
    }
    const job = ++this.job;
    const abort = new AbortController();
    const options = {
      location: ProgressLocation.Notification,
      title: plainMessage(`Exporting to ${basename(path)}`),
      cancellable: true,
    };
    try {
      const { rows } = await window.withProgress(options, async (progress, token) => {
        token.onCancellationRequested(() => abort.abort());
        const step = exportSteps();
        const watch = this.connection.onDidProgressExport((told) => {
          if (told.job === job) progress.report(step(told));
        });
        try {
          return await client.exportFile({ ...request, path, job }, abort.signal);
        } finally {
          watch.dispose();
        }
      });
      window.setStatusBarMessage(`$(check) ${exportedText(rows, basename(path))}`, saidForMs);
      return true;
    } catch (error) {
      if (!isCancelled(error)) showFailure(fileNotSaved(path, reasonOf(error)));
      return false;
    }
  }
}

const isCancelled = (error: unknown) =>
  error instanceof RpcError && error.failure.kind === "cancelled";
