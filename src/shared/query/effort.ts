// How long a test of a record may take. It is tried at once as long as its effort lasts; what takes longer is tried
// in steps, between which the caller may do something else.

/**
 * What a test at once has left, in about a nanosecond a unit; below 0 it gave up, and what it answered means nothing.
 * Counted and not timed, because a look at the clock costs as much as most tests.
 */
export interface Effort {
  left: number;
}

export const hasGivenUp = (effort: Effort) => effort.left < 0;

/** Whether it is time to give way. */
export type IsTime = () => boolean;

/** Yields whenever it is time, and has the answer at its end. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Steps without a pause. */
export function toEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** For steps that nobody waits behind. */
export const never: IsTime = () => false;
