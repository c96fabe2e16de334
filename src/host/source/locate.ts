// Finds the file and line that a record names: configured mapping, the path itself, the longest unique
// ending in the workspace, then outside of it; and from built JavaScript on to its source.

import type { SourceLocation } from "../../shared/contract/hostApi";
import { mappedPaths } from "./pathMapping";
import { parseReportedPath, withPackageFolder, type ReportedPath } from "./reportedPath";
import { inlineMap, originalPosition, type Position, sourceMapReference } from "./sourceMap";
import { longestSuffix } from "./suffixMatch";

/** What is asked of the disk and the workspace. Paths are the system's own, absolute. */
export interface SourceFiles {
  readonly workspaceFolders: readonly string[];
  readonly home: string;
  readonly pathMappings: Readonly<Record<string, string>>;
  /** A regular file, whoever's it is. */
  isFile(path: string): Promise<boolean>;
  /** Inside a workspace folder, symbolic links resolved. */
  isInWorkspace(path: string): Promise<boolean>;
  /** Workspace files of that name. */
  findByName(name: string): Promise<readonly string[]>;
  /** `undefined` when it cannot be read or is larger than `limitBytes`. */
  readText(path: string, limitBytes: number): Promise<string | undefined>;
}

export interface Place extends Partial<Position> {
  readonly path: string;
}
export type Located =
  | { readonly kind: "found"; readonly place: Place }
  | { readonly kind: "choose"; readonly places: readonly Place[] }
  /** It exists, but not in the workspace: nobody agreed to open it yet. */
  | { readonly kind: "outside"; readonly place: Place }
  | { readonly kind: "unknown" };

/** More candidates than anyone reads through. */
const maxChoices = 50;

export async function locate(location: SourceLocation, files: SourceFiles): Promise<Located> {
  const file = withPackageFolder(location.file, location.function);
  const reported = parseReportedPath(file);
  if (reported === undefined || reported.segments.length === 0) return { kind: "unknown" };
  const position = positionOf(location, reported);
  const located = await locatePath(reported, files);
  switch (located.kind) {
    case "found":
      return await followSourceMap({ path: located.place.path, ...position }, files);
    case "choose":
      return { kind: "choose", places: located.places.map((place) => ({ ...place, ...position })) };
    case "outside":
      return { kind: "outside", place: { ...located.place, ...position } };
    case "unknown":
      return located;
  }
}

function positionOf(location: SourceLocation, reported: ReportedPath): Partial<Position> {
  const line = location.line ?? reported.line;
  const column = location.column ?? reported.column;
  return {
    ...(line === undefined || line < 1 ? {} : { line }),
    ...(column === undefined || column < 1 ? {} : { column }),
  };
}

async function locatePath(reported: ReportedPath, files: SourceFiles): Promise<Located> {
  for (const path of mappedPaths(reported.path, files.pathMappings, files)) {
    if (await files.isFile(path)) return await foundAt(path, files);
  }
  const isHere = reported.isAbsolute && (await files.isFile(reported.path));
  if (isHere && (await files.isInWorkspace(reported.path))) return found(reported.path);
  const candidates = await files.findByName(reported.segments.at(-1) ?? "");
  const [first, ...others] = longestSuffix(reported, candidates);
  // A file that is on this disk means itself, unless the workspace's one shares more than its name.
  if (isHere && (first === undefined || !sharesFolder(reported, first))) {
    return { kind: "outside", place: { path: reported.path } };
  }
  if (first === undefined) return { kind: "unknown" };
  if (others.length === 0) return found(first);
  return {
    kind: "choose",
    places: [first, ...others].slice(0, maxChoices).map((path) => ({ path })),
  };
}

const found = (path: string): Located => ({ kind: "found", place: { path } });

async function foundAt(path: string, files: SourceFiles): Promise<Located> {
  return { kind: (await files.isInWorkspace(path)) ? "found" : "outside", place: { path } };
}

function sharesFolder(reported: ReportedPath, path: string): boolean {
  const folder = path.replaceAll("\\", "/").split("/").at(-2);
  return reported.segments.length > 1 && folder === reported.segments.at(-2);
}

/** Bundles and their maps above this are not read: it would hold up the editor for seconds. */
const maxBuiltBytes = 32 * 1024 * 1024;

/** On from a built file in the workspace; the built file itself when there is no way on. */
export async function followSourceMap(place: Place, files: SourceFiles): Promise<Located> {
  const here: Located = { kind: "found", place };
  if (place.line === undefined || !/\.[cm]?js$/i.test(place.path)) return here;
  const built = await files.readText(place.path, maxBuiltBytes);
  const reference = built === undefined ? undefined : sourceMapReference(built);
  if (reference === undefined) return here;
  const mapPath = resolveBeside(place.path, reference.replace(/[?#].*$/s, ""));
  const mapText = reference.startsWith("data:")
    ? inlineMap(reference)
    : (await files.isInWorkspace(mapPath))
      ? await files.readText(mapPath, maxBuiltBytes)
      : undefined;
  if (mapText === undefined) return here;
  const original = originalPosition(mapText, { ...place, line: place.line });
  if (original === undefined) return here;
  const position = {
    line: original.line,
    ...(original.column === undefined ? {} : { column: original.column }),
  };
  const beside = resolveBeside(
    reference.startsWith("data:") ? place.path : mapPath,
    original.source,
  );
  if ((await files.isFile(beside)) && (await files.isInWorkspace(beside))) {
    return { kind: "found", place: { path: beside, ...position } };
  }
  const source = parseReportedPath(original.source);
  const located =
    source === undefined ? { kind: "unknown" as const } : await locatePath(source, files);
  return located.kind === "found"
    ? { kind: "found", place: { ...located.place, ...position } }
    : here;
}

/** A reference in a file, against that file's folder: URL rules, on a path. */
function resolveBeside(path: string, reference: string): string {
  const slashed = path.replaceAll("\\", "/");
  if (/^(?:[a-z]:)?\//i.test(reference)) return reference;
  const parts = slashed.split("/").slice(0, -1);
  for (const part of reference.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
