// Where a source map's references lead. They are a file's own words: a path that may be another machine's
// is never handed to the system, because asking about "//host/share" already connects to it.

import { parseReportedPath } from "./reportedPath";

/**
 * The path of a reference in the file `from`, by URL rules; `undefined` for what is not to be touched:
 * another machine's, a scheme's other than "file:", or an absolute path outside of the workspace folders.
 */
export function resolveReference(
  from: string,
  reference: string,
  workspaceFolders: readonly string[],
): string | undefined {
  const hasScheme = /^\s*[a-z][a-z0-9+.-]+:/i.test(reference);
  if (hasScheme || /^\s*(?:[a-z]:)?[\\/]/i.test(reference)) {
    const parsed = parseReportedPath(reference);
    return parsed?.isAbsolute === true && isBelow(parsed.path, workspaceFolders)
      ? parsed.path
      : undefined;
  }
  return beside(from.replaceAll("\\", "/"), reference.replaceAll("\\", "/"));
}

/** By the letters alone. */
export function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => letters(path).startsWith(`${letters(folder)}/`));
}

function letters(path: string): string {
  const slashed = path.replaceAll("\\", "/").replace(/\/+$/, "");
  return /^[a-z]:/i.test(slashed) ? slashed.toLowerCase() : slashed;
}

function beside(from: string, reference: string): string {
  const parts = from.split("/").slice(0, -1);
  // ".." never climbs above the disk, or the share, that `from` is on.
  const rootLength = from.startsWith("//") ? 4 : 1;
  for (const part of reference.split("/")) {
    if (part !== "..") {
      if (part !== "." && part !== "") parts.push(part);
    } else if (parts.length > rootLength) parts.pop();
  }
  return parts.join("/");
}
