// Which file of the workspace is "/app/src/x.py"? The one that shares the most last segments.

import type { ReportedPath } from "./reportedPath";

/** Candidates that share the longest ending with the reported path; one: it is that; none: unknown. */
export function longestSuffix(
  reported: ReportedPath,
  candidates: readonly string[],
): readonly string[] {
  let best: string[] = [];
  let bestLength = minimumLength(reported.segments) - 1;
  for (const candidate of candidates) {
    const length = sharedEnding(reported, candidate.replaceAll("\\", "/").split("/"));
    if (length > bestLength) {
      best = [candidate];
      bestLength = length;
    } else if (length === bestLength && best.length > 0) {
      best.push(candidate);
    }
  }
  return best;
}

function sharedEnding(reported: ReportedPath, candidate: readonly string[]): number {
  const { segments, isWindows } = reported;
  let length = 0;
  while (length < segments.length && length < candidate.length) {
    const mine = candidate.at(-1 - length) ?? "";
    const theirs = segments.at(-1 - length) ?? "";
    const isSame = isWindows ? mine.toLowerCase() === theirs.toLowerCase() : mine === theirs;
    if (!isSame) break;
    length++;
  }
  return length;
}

const libraryFolder = new RegExp(
  "(?:^|/)(?:node_modules|site-packages|dist-packages|vendor|\\.nuget|\\.cargo/registry|rustc/[0-9a-f]{8,}" +
    "|go/pkg/mod|(?:local/go|go1\\.[^/]*)/src|lib/python3[^/]*|lib/ruby|gems/[^/]+-[0-9][^/]*|usr/lib|usr/share)/",
);

/**
 * A file of a library is itself or nothing: ".../site-packages/requests/api.py" is not the workspace's
 * own "api.py". So an ending must reach back to the library's folder.
 */
function minimumLength(segments: readonly string[]): number {
  const path = segments.join("/");
  const folder = libraryFolder.exec(path);
  return folder === null ? 1 : path.slice(folder.index).split("/").filter(Boolean).length;
}
