// Whose word makes the collector ask another machine for metrics: the user's own, never that of a repository,
// whose settings come with it. A workspace may name what listens on this machine.

/** The values of `sidelight.prometheus.targets`, as the editor knows them apart. */
export interface TargetSettings {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

export interface Targets {
  readonly targets: Readonly<Record<string, string>>;
  /** Names that the workspace gives to other machines. */
  readonly refused: readonly string[];
}

/** A workspace's target goes before the user's of the same name, as elsewhere in settings. */
export function allowedTargets(settings: TargetSettings): Targets {
  const ofWorkspace = [
    ...entriesOf(settings.workspaceValue),
    ...entriesOf(settings.workspaceFolderValue),
  ];
  const isAllowed = ([, address]: readonly [string, string]) => isThisMachine(address);
  return {
    targets: Object.fromEntries([
      ...entriesOf(settings.globalValue),
      ...ofWorkspace.filter(isAllowed),
    ]),
    refused: ofWorkspace.filter((entry) => !isAllowed(entry)).map(([name]) => name),
  };
}

/** By the letters alone: what looks otherwise is taken for another machine. */
function isThisMachine(address: string): boolean {
  return /^\s*(?::?\d{1,5}|(?:https?:\/\/)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:\/[\x21-\x7e]*)?)\s*$/i.test(
    address,
  );
}

function entriesOf(value: unknown): (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
}
