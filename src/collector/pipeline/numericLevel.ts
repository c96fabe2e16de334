// Level numbers collide (30 is pino's info and Python's warning): the field's name and the company it
// keeps tell which scale is meant.

export type LevelScale = "tens" | "python" | "monolog" | "logback" | "syslog" | "otel";

/** The severity number of a level number; 0 when the number is on no known scale. */
export function severityOfNumber(level: number, scale: LevelScale): number {
  if (!Number.isFinite(level) || level < 0) return 0;
  switch (scale) {
    case "otel":
      return Number.isInteger(level) && level <= 24 ? level : 0;
    case "syslog":
      return [21, 21, 21, 17, 13, 10, 9, 5][level] ?? 0;
    case "logback":
      return step(level / 1000, [5, 10, 20, 30, 40], 1);
    case "monolog":
      if (level === 250) return 10;
      return step(level, [100, 200, 300, 400, 500, 550], 5, [5, 9, 13, 17, 18, 21]);
    case "python":
      if (level === 25) return 10; // loguru's success
      return step(level, [5, 10, 20, 30, 40, 50], 1, [1, 5, 9, 13, 17, 21]);
    case "tens":
      return step(level, [10, 20, 30, 40, 50, 60], 1);
  }
}

/**
 * The scale of a level number. `name` is the field's folded name; `isPython` says that other fields of
 * the record are the standard library's (funcName, lineno, …).
 */
export function scaleOf(name: string, level: number, isPython: boolean): LevelScale {
  if (/severitynumber$/.test(name)) return "otel";
  if (name === "priority") return "syslog";
  if (name === "levelvalue" || level >= 1000) return "logback";
  if (level >= 100) return "monolog";
  if (/level(?:no|number)$/.test(name) || isPython) return "python";
  return "tens";
}

/** The value of the highest step that is not above the level; 0 below the first. */
function step(
  level: number,
  steps: readonly number[],
  first: number,
  values: readonly number[] = steps.map((_, i) => first + 4 * i),
): number {
  const index = steps.findLastIndex((s) => level >= s);
  return values[index] ?? 0;
}
