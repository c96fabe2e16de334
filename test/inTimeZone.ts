// Tests whose times are local ones, in a time zone that they know.

import { afterAll, beforeAll } from "vitest";

/** For all tests of the file, or of the `describe` that it is called in. */
export function inTimeZone(name: string): void {
  let before: string | undefined;
  beforeAll(() => {
    before = process.env.TZ;
    process.env.TZ = name;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });
}
