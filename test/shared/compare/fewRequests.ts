// Sizes of a set: as few failed requests as one waits for, against as many passed ones or up to eight times as many.

export function fewRequests(seed: number): { readonly bad: number; readonly good: number } {
  const bad = 20 + ((seed * 7) % 40);
  return { bad, good: bad * (1 + (seed % 8)) };
}
