// The workspace and the disk behind it, as `locate` asks for them. Searches are bounded and kept a moment.

import { existsSync } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { sep } from "node:path";
import { type Uri, workspace } from "vscode";
import { Disposable } from "../lifetime";
import { pathMappings } from "../settings";
import type { SourceFiles } from "./locate";

/** "index.ts" of a large repository; the right one among more than these is not found by luck. */
const maxFound = 1_000;
/** Names kept; a click through the frames of a stack trace asks for the same few. */
const maxKept = 200;
const notSource = "**/{.git,.hg,.svn,.cache,__pycache__}/**";

export class WorkspaceFiles extends Disposable implements SourceFiles {
  private readonly found = new Map<string, Promise<readonly string[]>>();
  readonly home = homedir();

  /** `ownFolder`: the extension's own demo, which is opened without asking. */
  constructor(private readonly ownFolder: string) {
    super();
    const forget = () => this.found.clear();
    this.register(workspace.onDidChangeWorkspaceFolders(forget));
    this.register(workspace.onDidCreateFiles(forget));
    this.register(workspace.onDidDeleteFiles(forget));
    this.register(workspace.onDidRenameFiles(forget));
  }

  get workspaceFolders(): readonly string[] {
    return (workspace.workspaceFolders ?? [])
      .filter((folder) => folder.uri.scheme === "file")
      .map((folder) => folder.uri.fsPath);
  }

  get pathMappings(): Readonly<Record<string, string>> {
    return pathMappings();
  }

  async isFile(path: string): Promise<boolean> {
    try {
      return (await stat(path)).isFile();
    } catch {
      return false; // absent, or not ours to see: either way not to be opened
    }
  }

  async isInWorkspace(path: string): Promise<boolean> {
    try {
      const real = await realpath(path);
      const known = [...this.workspaceFolders, this.ownFolder].filter((folder) =>
        existsSync(folder),
      );
      const folders = await Promise.all(known.map((folder) => realpath(folder)));
      return folders.some((folder) =>
        real.startsWith(folder.endsWith(sep) ? folder : folder + sep),
      );
    } catch {
      return false; // it does not exist
    }
  }

  findByName(name: string): Promise<readonly string[]> {
    let found = this.found.get(name);
    if (found === undefined) {
      found = this.search(name);
      this.found.set(name, found);
      const [oldest] = this.found.keys();
      if (this.found.size > maxKept && oldest !== undefined) this.found.delete(oldest);
      // Files come and go behind the editor's back: an answer holds for one series of clicks.
      found.then(
        (paths) =>
          setTimeout(() => this.found.delete(name), paths.length === 0 ? 0 : 10_000).unref(),
        () => this.found.delete(name),
      );
    }
    return found;
  }

  async readText(path: string, limitBytes: number): Promise<string | undefined> {
    try {
      const file = await open(path, "r");
      try {
        const { size } = await file.stat();
        return size > limitBytes ? undefined : await file.readFile("utf8");
      } finally {
        await file.close();
      }
    } catch {
      return undefined; // gone or not readable: as if it had no map
    }
  }

  private async search(name: string): Promise<readonly string[]> {
    // "[slug].tsx": a glob would read the brackets as a set, so each special character matches any.
    const pattern = `**/${name.replace(/[[\]{}()*?!,\\]/g, "?")}`;
    const uris = await workspace.findFiles(pattern, notSource, maxFound);
    const wanted = name.toLowerCase();
    return uris
      .filter((uri: Uri) => uri.scheme === "file" && uri.path.toLowerCase().endsWith(`/${wanted}`))
      .map((uri: Uri) => uri.fsPath);
  }
}
