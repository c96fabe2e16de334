export interface Told {
  readonly failures: readonly string[];
  readonly skips: readonly string[];
}

export function toldOf(report: unknown, root: string): Told;
