// What only an editor can do for a panel. The browser page implements what a browser can (copy, save).

import type { SavedSearch } from "../savedSearches";
import type { WrittenMessage } from "../statements/findStatements";
import type { ExportRequest } from "./exports";

export const panelKinds = ["logs", "timeline", "metrics", "compare"] as const;
export type PanelKind = (typeof panelKinds)[number];

export interface HostApi {
  /** First call of a panel: what to show, and who it runs in. */
  ready(): Promise<PanelStart>;
  /** Opens file and line beside the panel and marks it; maps container paths; asks where it must. */
  openSource(location: SourceLocation): Promise<boolean>;
  /** Opens the statement of the workspace that writes such a line; asks where there are several. */
  openStatement(written: WrittenLine): Promise<boolean>;
  /** Opens (or moves) another panel. */
  openPanel(request: PanelRequest): Promise<void>;
  copy(text: { readonly text: string }): Promise<void>;
  /** Opens text in a new editor, read-only, so that closing it asks nothing. */
  openText(text: { readonly text: string; readonly language: string }): Promise<void>;
  saveFile(file: { readonly name: string; readonly text: string }): Promise<boolean>;
  /** Searches of the workspace, shared in its `.vscode/sidelight.json`. */
  searches(): Promise<readonly SavedSearch[]>;
  /** Asks for the name and saves it; false when the user or an error ended it, which the host has told. */
  saveSearch(search: Omit<SavedSearch, "name">): Promise<boolean>;
  /** Shows where the searches are kept, to be changed there. */
  openSearches(): Promise<void>;
  /** Asks where to and writes the file; false when the user or an error ended it, which the host has told. */
  exportRecords(request: ExportRequest): Promise<boolean>;
  /** Starts the collector when it is not running. */
  startCollector(): Promise<void>;
  runDemo(): Promise<void>;
  /** Lists the ways in which an app can send. */
  connectApp(): Promise<void>;
}

/** Sent by the host without being asked. */
export interface HostEvents {
  /** Another view asks this panel to show something. */
  show(view: PanelView): void;
  connection(state: ConnectionState): void;
  /** "Clear": from now on. */
  clear(): void;
}

export interface PanelStart {
  readonly panel: PanelKind;
  readonly view?: PanelView;
  readonly connection: ConnectionState;
  readonly canOpenSource: boolean;
}
export interface PanelView {
  readonly query?: string;
  /** Timeline: request, trace or span id. */
  readonly id?: string;
  /** Record to select. */
  readonly seq?: number;
  /** Compare: only these records have failed, of those that match `query`. */
  readonly seqs?: readonly number[];
  /** Compare: what the failed requests (`query`) are compared with; all others without it. */
  readonly good?: string;
  /** Compare: only requests with a record that matches this. */
  readonly within?: string;
  /** Compare: what records are grouped by, as in CompareQuery; the panel chooses without it. */
  readonly by?: string;
  /** Logs: id of the pattern to show in the list of patterns. */
  readonly pattern?: string;
  /** Metrics: name to show. */
  readonly metric?: string;
}
export interface PanelRequest extends PanelView {
  readonly panel: PanelKind;
}
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly function?: string;
  readonly service?: string;
}
/** A log line that says nothing of its call site. */
export interface WrittenLine extends WrittenMessage {
  /** Says nothing when there is no such statement. */
  readonly isQuiet?: boolean;
}
export type ConnectionState =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected"; readonly endpoints: Readonly<Record<string, string>> }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };
