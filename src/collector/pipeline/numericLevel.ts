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
      return syslogSeverities[level] ?? 0;
    case "logback":
      return severityAt(level / 1000, logbackSteps);
    case "monolog":
      return level === 250 ? 10 : severityAt(level, monologSteps);
    case "python":
      return level === 25 ? 10 : severityAt(level, pythonSteps); // 25: loguru's success
    case "tens":
      return severityAt(level, tensSteps);
  }
}

const syslogSeverities = [21, 21, 21, 17, 13, 10, 9, 5];

/** From which level on which severity, the highest first. */
type Steps = readonly (readonly [level: number, severity: number])[];
const logbackSteps: Steps = [
  [40, 17],
  [30, 13],
  [20, 9],
  [10, 5],
  [5, 1],
];
const monologSteps: Steps = [
  [550, 21],
  [500, 18],
  [400, 17],
  [300, 13],
  [200, 9],
  [100, 5],
];
const pythonSteps: Steps = [
  [50, 21],
  [40, 17],
  [30, 13],
  [20, 9],
  [10, 5],
  [5, 1],
];
const tensSteps: Steps = [
  [60, 21],
  [50, 17],
  [40, 13],
  [30, 9],
  [20, 5],
  [10, 1],
];

/**
 * The scale of a level number. `name` is the field's folded name; `isPython` says that other fields of
 * the record are the standard library's (funcName, lineno, …).
 */
export function scaleOf(name: string, level: number, isPython: boolean): LevelScale {
  if (name.endsWith("severitynumber")) return "otel";
  if (name === "priority") return "syslog";
  if (name === "levelvalue" || level >= 1000) return "logback";
  if (level >= 100) return "monolog";
  if (name.endsWith("levelno") || name.endsWith("levelnumber") || isPython) return "python";
  return "tens";
}

/** 0 below the first step. */
function severityAt(level: number, steps: Steps): number {
  for (const [from, severity] of steps) if (level >= from) return severity;
  return 0;
}
