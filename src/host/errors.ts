// Every failure that the user is shown: what happened, what to do, at most two buttons.

import { plainMessage } from "./plainMessage";

/** Buttons by name; what they do is in `showFailure.ts`. */
export type FailureAction =
  | "Show Log"
  | "Try Again"
  | "Open Settings"
  | "Map Paths"
  | "Show Targets"
  | "Start Collector"
  | "Restart Collector";

export interface Failure {
  readonly message: string;
  readonly actions: readonly FailureAction[];
}

const failure = (message: string, actions: readonly FailureAction[] = []): Failure => ({
  message: plainMessage(message),
  actions,
});

export const collectorEnded = (reason: string) =>
  failure(`Sidelight's collector did not start: ${withStop(reason)}`, ["Show Log", "Try Again"]);

export const collectorSilent = (seconds: number) =>
  failure(`Sidelight's collector did not answer within ${seconds} seconds.`, [
    "Show Log",
    "Try Again",
  ]);

/** It runs, and only another one in its place helps. */
export const cannotConnect = (reason: string) =>
  failure(`Sidelight could not connect to the collector: ${withStop(reason)}`, [
    "Restart Collector",
    "Show Log",
  ]);

export const collectorMissing = (path: string) =>
  failure(
    `Sidelight's collector is not where it was installed (${path}). Install Sidelight again.`,
  );

export const demoMissing = (path: string) =>
  failure(`The demo is not part of this installation (${path}).`);

export const notConnected = () =>
  failure("Sidelight's collector is not running.", ["Start Collector", "Show Log"]);

export const listenerOff = (name: string) =>
  failure(`The collector does not listen for ${name}. Turn it on by sidelight.ports.${name}.`, [
    "Open Settings",
  ]);

export const portProblems = (problems: readonly string[]) =>
  failure(`Sidelight: ${problems.map(withStop).join(" ")}`, ["Open Settings", "Show Log"]);

export const sourceNotFound = (file: string) =>
  failure(
    `${file} is not in this workspace. If the app runs elsewhere, say where its files lie here.`,
    ["Map Paths"],
  );

export const noCodeOpen = () =>
  failure("Open a source file and put the cursor on a line that logs, then run this again.");

export const sourceUnreadable = (file: string, reason: string) =>
  failure(`${file} could not be opened: ${withStop(reason)}`);

export const fileNotSaved = (file: string, reason: string) =>
  failure(`${file} could not be saved: ${withStop(reason)}`);

export const noFolderForSearches = () =>
  failure("Searches are saved in the workspace's .vscode/sidelight.json. Open a folder first.");

export const targetsRefused = (names: readonly string[]) =>
  failure(
    `This workspace's settings would ask other machines for metrics (${names.join(", ")}), which only your own ` +
      "user settings may say. They are not asked.",
    ["Show Targets"],
  );

export const searchesBroken = (file: string) =>
  failure(
    `${file} is not valid JSON, and was left as it is. Correct it, then save the search again.`,
  );

/** One of an older version, which an update of the extension leaves running, has no such page. */
export const pageNotOpened = (reason: string) =>
  failure(`Sidelight could not open its page: ${withStop(reason)}`, [
    "Restart Collector",
    "Show Log",
  ]);

export const requestFailed = (what: string, reason: string) =>
  failure(`Sidelight could not ${what}: ${withStop(reason)}`, ["Show Log"]);

const withStop = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The text of whatever was thrown, for the end of one of the sentences above. */
export const reasonOf = (error: unknown) =>
  error instanceof Error ? error.message : String(error);
