// `/stream`, Spotlight's path, and the longer form in which launched apps are given it: it says which run they
// belong to, and what to call those that do not name themselves (src/shared/appEnvironment.ts).

import { type Launched, notLaunched } from "./recordMaker";

const path = /^(?:\/run\/([^/]{1,200})(?:\/([^/]{1,200}))?)?\/stream$/;

/** Undefined when the path is none of Spotlight's. */
export function readSpotlightPath(asked: string): Launched | undefined {
  const match = path.exec(asked);
  if (match === null) return undefined;
  const [, run, service] = match;
  return run === undefined ? notLaunched : { run: decode(run), service: decode(service ?? "") };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % is part of the name
  }
}
