// Loads the extension's bundle (argument 1), activates it against a stand-in for the editor, and prints the cost.
import Module, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const disposable = { dispose: () => undefined };
const nothing = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "" : key === "then" ? undefined : nothing),
  set: () => true,
  apply: () => nothing,
  construct: () => nothing,
});
const workspace = new Proxy(
  { isTrusted: false, workspaceFolders: [], getConfiguration: () => ({ get: () => undefined }) },
  { get: (target, key) => (key in target ? target[key] : () => disposable) },
);
const vscode = new Proxy({ workspace }, { get: (target, key) => target[key] ?? nothing });

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
const native = [];
const dlopen = process.dlopen;
process.dlopen = (module, path, ...rest) => {
  native.push(path);
  return dlopen(module, path, ...rest);
};

const startMs = performance.now();
const start = process.cpuUsage();
const extension = require(process.argv[2]);
const context = {
  ...{ subscriptions: [], extensionPath: "/extension", extensionUri: nothing },
  globalStorageUri: { fsPath: process.argv[3] ?? join(tmpdir(), "sidelight-activation") },
  environmentVariableCollection: nothing,
};
extension.activate(context);
const { user, system } = process.cpuUsage(start);
const wallMs = performance.now() - startMs;
const servers = process.getActiveResourcesInfo().filter((name) => /Server|UDP|Pipe/.test(name));
process.stdout.write(
  JSON.stringify({ cpuMs: (user + system) / 1000, wallMs, native, servers }),
  () => process.exit(0),
);
