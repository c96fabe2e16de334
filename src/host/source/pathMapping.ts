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
