// How long a test waits for what must come. On a machine with much else to do all takes many times as long: a limit
// tells what hangs, never how fast something has to be.

export const testTimeoutMs = 120_000;
/** Of one wait within a test: less, so that the wait says what did not come. */
export const patienceMs = 100_000;
