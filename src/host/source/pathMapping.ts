// `sidelight.source.pathMappings`: where the app's paths lie here. What the user says wins over guessing.

export interface MappingPlaces {
  readonly workspaceFolders: readonly string[];
  readonly home: string;
}

/**
 * Local paths that the longest matching prefix gives, in the order to try; "${workspaceFolder}" stands for
 * each folder of the workspace. Prefixes match whole segments: "/app" is no prefix of "/apple".
 */
export function mappedPaths(
  path: string,
  mappings: Readonly<Record<string, string>>,
  places: MappingPlaces,
): readonly string[] {
  const prefixes = Object.keys(mappings).sort((a, b) => b.length - a.length);
  for (const prefix of prefixes) {
    const rest = restAfter(path, prefix.replaceAll("\\", "/").replace(/\/+$/, ""));
    const target = mappings[prefix];
    if (rest === undefined || target === undefined || target === "") continue;
    return expand(target, places).map((folder) => join(folder, rest));
  }
  return [];
}

/** A folder's own setting of mappings. */
export interface FolderMappings {
  readonly folder: string;
  readonly value: unknown;
}

/**
 * What settings say, into one: `common` is the user's and the workspace's; where a folder of the workspace has its own,
 * they go first, and what is relative there lies in that folder alone.
 */
export function mergedMappings(
  common: unknown,
  ofFolders: readonly FolderMappings[],
  home: string,
): Readonly<Record<string, string>> {
  const own = ofFolders.flatMap(({ folder, value }) =>
    entriesOf(value).map(([prefix, target]) => {
      const [path = target] = expand(target, { workspaceFolders: [folder], home });
      return [prefix, target === "" ? target : path] as const;
    }),
  );
  return Object.fromEntries([...entriesOf(common), ...own.reverse()]); // of two folders the first
}

function entriesOf(value: unknown): (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
}

function restAfter(path: string, prefix: string): string | undefined {
  if (path === prefix) return "";
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
}

function expand(target: string, { workspaceFolders, home }: MappingPlaces): string[] {
  const atHome = target.replace(/^~(?=$|[\\/])/, () => home);
  if (/^(?:[a-z]:)?[\\/]/i.test(atHome)) return [atHome];
  const relative = atHome.replace(/^\$\{workspaceFolder\}[\\/]?/, "").replace(/^\.[\\/]/, "");
  return workspaceFolders.map((folder) => join(folder, relative === "." ? "" : relative));
}

function join(folder: string, rest: string): string {
  if (rest === "") return folder;
  return `${folder.replace(/[\\/]+$/, "")}/${rest}`;
}
