// Starts the extension: registers what package.json names, and does nothing else. No socket, no native
// code, no search: `activate` stays under 50 ms, and the log says what it took.

import { performance } from "node:perf_hooks";
import { join } from "node:path";
import { type ExtensionContext, ProgressLocation, window, workspace } from "vscode";
import { CollectorConnection } from "./collector/collectorConnection";
import { CollectorControl } from "./collector/collectorControl";
import { CollectorProcess } from "./collector/collectorProcess";
import { dataPath, findCollector, wasCollectorKilled } from "./collector/discoveryFile";
import { openSocket } from "./collector/openSocket";
import { Commands } from "./commands";
import { commandLine } from "./connect/commandLine";
import { ConnectApp } from "./connect/connectApp";
import { offerInTerminals } from "./connect/terminalCommand";
import { setContext } from "./contextKeys";
import { Demo } from "./demo";
import { Exporter } from "./exporting";
import { FollowedFiles } from "./followedFiles";
import { EditorPanels } from "./panels/editorPanels";
import type { PanelPlaces } from "./panels/panelView";
import { SideBarPanels } from "./panels/sideBarPanels";
import { ReadOnlyTexts } from "./readOnlyTexts";
import { showRefused } from "./refusedPayloads";
import { targetsRefused } from "./errors";
import { collectorSettings, filesToFollow, isAutoStartOn, prometheusTargets } from "./settings";
import { SettingsWatch } from "./settingsWatch";
import { showFailure } from "./showFailure";
import { SourceOpener } from "./source/sourceOpener";
import { StatementOpener } from "./statements/statementOpener";
import { StatusBar } from "./status/statusBar";
import { OverviewTree } from "./tree/overviewTree";

const inStatusBar = { location: ProgressLocation.Window, title: "Sidelight" };

export function activate(context: ExtensionContext): void {
  const startMs = performance.now();
  const own = <T extends { dispose(): void }>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const output = own(window.createOutputChannel("Sidelight", { log: true }));
  const folder = dataPath();
  const find = () => findCollector(folder);

  const connection = own(new CollectorConnection({ find, open: openSocket }));
  own(connection.onDidChangeState(({ kind }) => setContext("sidelight.connection", kind)));
  setContext("sidelight.connection", "stopped");
  const collector = new CollectorProcess({
    programPath: join(context.extensionPath, "dist", "collector.js"),
    dataPath: folder,
    find,
    settings: () => {
      const { refused } = prometheusTargets();
      if (refused.length > 0) showFailure(targetsRefused(refused));
      return collectorSettings();
    },
  });
  const control = own(
    new CollectorControl(connection, collector, {
      isAutoStartOn,
      wasKilled: () => wasCollectorKilled(folder),
      show: showFailure,
      progress: async (work) =>
        await window.withProgress(inStatusBar, (progress) =>
          work((message) => progress.report({ message })),
        ),
      log: (message) => output.info(message),
    }),
  );
  const followed = own(
    new FollowedFiles(connection, { paths: filesToFollow, log: (message) => output.warn(message) }),
  );
  own(workspace.onDidGrantWorkspaceTrust(() => followed.follow()));
  own(workspace.onDidChangeWorkspaceFolders(() => followed.follow()));
  own(
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("sidelight.files.follow")) followed.follow();
    }),
  );

  const exporter = new Exporter(connection);
  const texts = own(new ReadOnlyTexts());
  const opener = own(new SourceOpener(join(context.extensionPath, "demo")));
  const statements = new StatementOpener(opener);
  const places: PanelPlaces = {
    find,
    open: openSocket,
    extensionUri: context.extensionUri,
    actions: (column) => ({
      openSource: (location) => opener.open(location, column()),
      openStatement: (written) => statements.open(written, column()),
      openPanel: (request) => void panels.show(request),
      openText: (title, text, language) => texts.open(title, text, language),
      exportRecords: (request) => exporter.run(request),
    }),
    onUse: () => control.use(),
  };
  const panels = own(new EditorPanels(places));
  const sideBar = own(new SideBarPanels(places));
  own(new OverviewTree(connection, () => control.use()));
  own(new StatusBar(connection));
  const demo = own(
    new Demo({
      extensionPath: context.extensionPath,
      control,
      openLogs: () => panels.show({ panel: "logs" }),
    }),
  );
  const installation = {
    cliPath: join(context.extensionPath, "dist", "cli.js"),
    execPath: process.execPath,
    isElectron: process.versions.electron !== undefined,
    platform: process.platform,
  };
  const connectApp = own(
    new ConnectApp({ connection, control, program: commandLine(installation) }),
  );
  offerInTerminals({
    folder: join(context.globalStorageUri.fsPath, "bin"),
    installation,
    environment: context.environmentVariableCollection,
  }).catch((error: unknown) => {
    output.warn(`the command sidelight is not in terminals: ${String(error)}`);
  });
  own(
    new Commands({
      connection,
      control,
      panels,
      sideBar,
      dataPath: folder,
      logPath: collector.logPath,
      showOutput: () => output.show(),
      runDemo: () => demo.run(),
      connectApp: (id) => connectApp.run(id),
      showRefused: (kind) => showRefused(kind, connection, texts),
    }),
  );
  own(new SettingsWatch(connection));
  control.use();
  output.info(`activated in ${(performance.now() - startMs).toFixed(1)} ms`);
}
