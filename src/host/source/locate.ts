// Finds the file and line that a record names: configured mapping, the path itself, the longest unique
// ending in the workspace, then outside of it; and from built JavaScript on to its source.

import type { SourceLocation } from "../../shared/contract/hostApi";
import { mappedPaths } from "./pathMapping";
import { parseReportedPath, withPackageFolder, type ReportedPath } from "./reportedPath";
import { isBelow, resolveReference } from "./reference";
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

export type LocatedOne = Extract<Located, { readonly place: Place }>;

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
  // A name in the workspace may be a link out of it.
  if (others.length === 0) return await foundAt(first, files);
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

/** On from what was chosen among several, which may be a link out of the workspace. */
export async function followChosen(place: Place, files: SourceFiles): Promise<LocatedOne> {
  if (!(await files.isInWorkspace(place.path))) return { kind: "outside", place };
  return await followSourceMap(place, files);
}

/** On from a built file in the workspace; the built file itself when there is no way on. */
async function followSourceMap(place: Place, files: SourceFiles): Promise<LocatedOne> {
  const here: LocatedOne = { kind: "found", place };
  if (place.line === undefined || !/\.[cm]?js$/i.test(place.path)) return here;
  const built = await files.readText(place.path, maxBuiltBytes);
  const reference = built === undefined ? undefined : sourceMapReference(built);
  if (reference === undefined) return here;
  const map = await readMap(place.path, reference, files);
  if (map === undefined) return here;
  const original = originalPosition(map.text, { ...place, line: place.line });
  if (original === undefined) return here;
  const position = {
    line: original.line,
    ...(original.column === undefined ? {} : { column: original.column }),
  };
  const located = await locateSource(map.path, original.source, files);
  return located.kind === "found"
    ? { kind: "found", place: { ...located.place, ...position } }
    : here;
}

/** The map and the file that its sources lie beside; `undefined` when it is not there or not the workspace's. */
async function readMap(builtPath: string, reference: string, files: SourceFiles) {
  if (reference.startsWith("data:")) {
    const text = inlineMap(reference);
    return text === undefined ? undefined : { path: builtPath, text };
  }
  const name = reference.replace(/[?#].*$/s, "");
  const path = resolveReference(builtPath, name, files.workspaceFolders);
  if (path === undefined || !(await files.isInWorkspace(path))) return undefined;
  const text = await files.readText(path, maxBuiltBytes);
  return text === undefined ? undefined : { path, text };
}

async function locateSource(mapPath: string, name: string, files: SourceFiles): Promise<Located> {
  const path = resolveReference(mapPath, name, files.workspaceFolders);
  if (path !== undefined && (await files.isFile(path)) && (await files.isInWorkspace(path))) {
    return found(path);
  }
  const source = parseReportedPath(name);
  if (source === undefined) return { kind: "unknown" };
  // Outside of the workspace only the ending of the name counts: the place itself is not looked at.
  const isAbsolute = source.isAbsolute && isBelow(source.path, files.workspaceFolders);
  return await locatePath({ ...source, isAbsolute }, files);
}
