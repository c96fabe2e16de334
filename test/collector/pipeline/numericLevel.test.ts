import { describe, expect, it } from "vitest";
import {
  type LevelScale,
  scaleOf,
  severityOfNumber,
} from "../../../src/collector/pipeline/numericLevel";

/** Level → severity number of each scale, with what lies below, between and above. */
const scales = {
  // pino, bunyan: trace, debug, info, warn, error, fatal
  tens: { 9: 0, 10: 1, 20: 5, 30: 9, 35: 9, 40: 13, 50: 17, 60: 21, 99: 21 },
  // CRITICAL 50, ERROR, WARNING, INFO, DEBUG; loguru's TRACE 5 and SUCCESS 25
  python: { 0: 0, 5: 1, 10: 5, 15: 5, 20: 9, 25: 10, 30: 13, 40: 17, 50: 21, 70: 21 },
  // DEBUG, INFO, NOTICE, WARNING, ERROR, CRITICAL, ALERT, EMERGENCY
  monolog: { 99: 0, 100: 5, 200: 9, 250: 10, 300: 13, 400: 17, 500: 18, 550: 21, 600: 21 },
  // TRACE, DEBUG, INFO, WARN, ERROR
  logback: { 4999: 0, 5000: 1, 10_000: 5, 20_000: 9, 30_000: 13, 40_000: 17, 50_000: 17 },
  // emerg, alert, crit, err, warning, notice, info, debug
  syslog: { 0: 21, 1: 21, 2: 21, 3: 17, 4: 13, 5: 10, 6: 9, 7: 5, 8: 0 },
  otel: { 0: 0, 1: 1, 9: 9, 17: 17, 24: 24, 25: 0 },
} satisfies Record<LevelScale, Record<number, number>>;

describe.each(Object.entries(scales))("a level number of %s", (scale, severities) => {
  it.each(Object.entries(severities))("%s is %i", (level, severity) => {
    expect(severityOfNumber(Number(level), scale as LevelScale)).toBe(severity);
  });

  it.each([-1, Number.NaN, Infinity])("%d is none", (level) => {
    expect(severityOfNumber(level, scale as LevelScale)).toBe(0);
  });
});

it("of OpenTelemetry or syslog is whole", () => {
  expect(severityOfNumber(9.5, "otel")).toBe(0);
  expect(severityOfNumber(3.5, "syslog")).toBe(0);
});

it.each<[LevelScale, string, number, boolean]>([
  ["otel", "severitynumber", 9, false],
  ["otel", "log.severitynumber", 9, true],
  ["syslog", "priority", 6, false],
  ["logback", "levelvalue", 20, false],
  ["logback", "level", 20_000, true],
  ["monolog", "level", 100, true],
  ["monolog", "level", 999, false],
  ["python", "levelno", 30, false],
  ["python", "levelnumber", 30, false],
  ["python", "level", 30, true],
  ["tens", "level", 30, false],
  ["tens", "severity", 99, false],
])("the scale is %s of %s: %d (beside Python's fields: %s)", (scale, name, level, isPython) => {
  expect(scaleOf(name, level, isPython)).toBe(scale);
});
