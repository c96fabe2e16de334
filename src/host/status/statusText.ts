// What the status bar item says, from the state of the connection and the collector's figures.

import type { ConnectionState } from "../../shared/contract/hostApi";
import type { Stats } from "../../shared/contract/stats";
import { countOf, shortCount, sumOf } from "../figures";

export interface StatusText {
  readonly text: string;
  /** Lines of the tooltip, plain text. */
  readonly lines: readonly string[];
  /** For a screen reader, which cannot see the icons. */
  readonly spoken: string;
  /** Nothing is received although it should be: the one reason for red. */
  readonly isFailing: boolean;
}

export function statusText(state: ConnectionState, stats: Stats | undefined): StatusText {
  switch (state.kind) {
    case "stopped":
      return say("$(pulse) Sidelight", ["The collector is not running. Click to start it."], false);
    case "connecting":
      return say("$(loading~spin) Sidelight", ["Connecting to the collector…"], false);
    case "failed":
      return say("$(warning) Sidelight", [state.message], true);
    case "connected":
      return stats === undefined
        ? say("$(pulse) Sidelight", ["The collector is listening."], false)
        : receiving(stats);
  }
}

function receiving(stats: Stats): StatusText {
  const errors = errorCount(stats);
  const lost = stats.receivers.reduce((sum, receiver) => sum + sumOf(receiver.dropped), 0);
  const lines = [
    ...(stats.problem === undefined ? [] : [stats.problem]),
    `${countOf(stats.recordsPerSecond, "record")} a second, ${countOf(errors, "error")} so far`,
    ...(lost === 0 ? [] : [`${countOf(lost, "record")} lost`]),
    ...stats.receivers.map(
      (receiver) => `${receiver.title}: ${receiver.problem ?? addressOf(receiver.address)}`,
    ),
  ];
  const icon = stats.problem === undefined ? "$(pulse)" : "$(warning)";
  const tail = errors === 0 ? "" : ` $(error) ${shortCount(errors)}`;
  return say(
    `${icon} ${shortCount(stats.recordsPerSecond)}/s${tail}`,
    lines,
    stats.problem !== undefined,
  );
}

/** Log records of ERROR and FATAL since the collector started. */
function errorCount(stats: Stats): number {
  return (stats.levels.ERROR ?? 0) + (stats.levels.FATAL ?? 0);
}

const addressOf = (address: string) => (address === "" ? "no address" : address);

const say = (text: string, lines: readonly string[], isFailing: boolean): StatusText => ({
  text,
  lines,
  spoken: `Sidelight: ${lines[0] ?? ""}`,
  isFailing,
});
