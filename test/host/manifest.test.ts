// package.json against what the guidance asks of an extension, and against the code.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { viewIdOf, viewTypeOf } from "../../src/host/panels/panelIds";
import { panelKinds } from "../../src/shared/contract/hostApi";
import { panelTitles } from "../../src/shared/panelHtml";
import { type CollectorSettings, parseSettings } from "../../src/shared/contract/settings";

const root = join(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const { contributes } = manifest;
const hostCode = readdirSync(join(root, "src/host"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(root, "src/host", name), "utf8"))
  .join("\n");
const commandIds: string[] = contributes.commands.map(
  ({ command }: { command: string }) => command,
);
const settings: Record<string, Record<string, unknown>> = Object.assign(
  {},
  ...contributes.configuration.map(({ properties }: { properties: object }) => properties),
);

describe("commands", () => {
  test("those that scripts rely on are there", () => {
    const names =
      "openLogs openTimeline openMetrics startCollector stopCollector clear copyEndpoints";

    expect(commandIds).toEqual(
      expect.arrayContaining([...names.split(" "), "runDemo"].map((name) => `sidelight.${name}`)),
    );
  });

  test("each is titled under Sidelight and is registered", () => {
    for (const { command, category, title } of contributes.commands) {
      expect(category).toBe("Sidelight");
      expect(title).toMatch(/^[A-Z]/);
      expect(hostCode).toContain(`${command.replace("sidelight.", "")}: (`);
    }
  });

  test("menus, welcome texts and walkthrough name commands that exist", () => {
    const text = JSON.stringify([
      contributes.menus,
      contributes.viewsWelcome,
      contributes.walkthroughs,
    ]);
    const named = [...text.matchAll(/(?:command:|"command":"|onCommand:)(sidelight\.\w+)/g)];

    expect(named.length).toBeGreaterThan(10);
    for (const [, command] of named) expect(commandIds).toContain(command);
  });
});

test("each context key that is set is asked for, and each that is asked for is set", () => {
  const code = readFileSync(join(root, "src/host/contextKeys.ts"), "utf8");
  const set = [...code.matchAll(/"(sidelight\.\w+)":/g)].map(([, key]) => key);
  const conditions = JSON.stringify([contributes.menus, contributes.viewsWelcome]);
  const asked = [...conditions.matchAll(/(sidelight\.\w+) [!=]=/g)].map(([, key]) => key);

  expect([...new Set(asked)]).toEqual(set);
});

describe("the tree's welcome texts", () => {
  /** Those of a connection, by the two forms of clauses that they have. */
  const shownIn = (connection: string | undefined): string[] =>
    contributes.viewsWelcome
      .filter(({ when }: { when: string }) =>
        when.split(" || ").some((clause) => {
          const [, state] = /^sidelight\.connection == (\w+)$/.exec(clause) ?? [];
          if (state === undefined && clause !== "!sidelight.connection") throw new Error(clause);
          return connection === state;
        }),
      )
      .map(({ contents }: { contents: string }) => contents.split("\n")[0]);

  test.each([
    [undefined, [expect.stringMatching(/^Sidelight collects/)]],
    ["stopped", [expect.stringMatching(/^Sidelight collects/)]],
    ["connecting", ["Connecting to the collector…"]],
    ["failed", ["The collector does not answer."]],
    ["connected", []],
  ])("with a connection that is %s there is one that fits, or the tree", (connection, texts) => {
    expect(shownIn(connection)).toEqual(texts);
  });

  test("each that something can be done about has a button for it", () => {
    const buttons = contributes.viewsWelcome.map(({ contents }: { contents: string }) =>
      [...contents.matchAll(/^\[[^\]]+\]\(command:(\S+)\)$/gm)].map(([, command]) => command),
    );

    expect(buttons).toEqual([
      ["sidelight.startCollector", "sidelight.connectApp"],
      [],
      ["sidelight.restartCollector", "sidelight.showLog"],
    ]);
  });
});

describe("settings", () => {
  test.each(Object.entries(settings))("%s has a default and one sentence", (name, setting) => {
    expect(name).toMatch(/^sidelight\.[a-z]+\.[a-zA-Z]+$/);
    expect(setting.default).toBeDefined();
    expect(setting.order).toBeTypeOf("number");
    expect(setting.markdownDescription).toMatch(/\.$/);
  });

  test("ports are checked and belong to the machine", () => {
    const ports = Object.entries(settings).filter(([name]) => name.startsWith("sidelight.ports."));

    expect(ports.map(([name]) => name.split(".")[2])).toEqual([
      "http",
      "grpc",
      "statsd",
      "syslog",
      "gelf",
      "fluent",
      "splunk",
      "elasticsearch",
      "loki",
      "sentry",
      "pushgateway",
    ]);
    for (const [, setting] of ports) {
      expect(setting).toMatchObject({ minimum: -1, maximum: 65535, scope: "machine-overridable" });
    }
  });

  test("a workspace that is not trusted sets none of them", () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;

    expect([...restrictedConfigurations].sort()).toEqual(Object.keys(settings).sort());
  });

  test("their defaults are what the collector would take anyway", () => {
    const given: CollectorSettings = parseSettings({
      storage: {
        maxSizeMiB: settings["sidelight.storage.maxSizeMiB"]!.default,
        maxAgeDays: settings["sidelight.storage.maxAgeDays"]!.default,
      },
    });

    expect(given).toEqual(parseSettings({}));
  });
});

test("panels are restored by the view type that they were made with", () => {
  const viewTypes = panelKinds.map((kind) => `onWebviewPanel:${viewTypeOf(kind)}`);

  expect(manifest.activationEvents).toEqual(viewTypes);
});

test("each panel has a view in the side bar, by the name that the code registers", () => {
  const [overview, ...panels] = contributes.views.sidelight;

  expect(overview.id).toBe("sidelight.overview");
  expect(panels).toEqual(
    panelKinds.map((kind) =>
      expect.objectContaining({
        id: viewIdOf(kind),
        type: "webview",
        name: panelTitles[kind],
        icon: `media/${kind}-dark.svg`,
      }),
    ),
  );
});

test("the walkthrough is one, of at most five steps, each with one action and a picture", () => {
  expect(contributes.walkthroughs).toHaveLength(1);
  const [{ steps }] = contributes.walkthroughs;

  expect(steps.length).toBeLessThanOrEqual(5);
  for (const { description, media, completionEvents } of steps) {
    expect(description.match(/\(command:/g)).toHaveLength(1);
    expect(existsSync(join(root, media.svg))).toBe(true);
    expect(completionEvents.length).toBeGreaterThan(0);
  }
});

test("it runs where the app runs, and types match the oldest editor it supports", () => {
  expect(manifest.extensionKind).toEqual(["workspace"]);
  expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
  expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies["@types/vscode"]}`);
});

test("the icon is a picture of at least 128 pixels", () => {
  const png = readFileSync(join(root, manifest.icon));

  expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(128);
  expect(png.readUInt32BE(20)).toBeGreaterThanOrEqual(128);
});

test("at most ten keywords", () => {
  expect(manifest.keywords.length).toBeLessThanOrEqual(10);
});
