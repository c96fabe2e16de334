// `sidelight stats` for a person.

import type { ReceiverStats, Stats } from "../shared/contract/stats";
import { printLine } from "./output";

export async function printStats(stats: Stats): Promise<void> {
  const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  await printLine(
    `rows     logs ${stats.rows.logs}, spans ${stats.rows.spans}, metric points ${stats.rows.metrics}, series ${stats.series}`,
  );
  await printLine(`disk     ${mebibytes(stats.diskBytes)} of ${mebibytes(stats.diskLimitBytes)}`);
  await printLine(`memory   ${mebibytes(stats.memoryBytes)}, queue ${mebibytes(stats.queueBytes)}`);
  await printLine(
    `rate     ${stats.recordsPerSecond.toFixed(0)} records/s, ${stats.errorsPerSecond.toFixed(0)} errors/s`,
  );
  for (const [reason, count] of Object.entries(stats.evicted))
    await printLine(`evicted  ${count} by ${reason}`);
  if (stats.restarts !== undefined && stats.restarts > 0)
    await printLine(`restarts ${stats.restarts} of the store's thread`);
  if (stats.problem !== undefined) await printLine(`PROBLEM  ${stats.problem}`);
  await printLine("");
  await printLine(row("receiver", "received", "stored", "address"));
  for (const receiver of stats.receivers) await printReceiver(receiver);
}

async function printReceiver(receiver: ReceiverStats): Promise<void> {
  const address = receiver.problem ?? receiver.address;
  await printLine(
    row(receiver.receiver, String(receiver.received), String(receiver.stored), address),
  );
  for (const { name, address, isUp, samples, lastError } of receiver.targets ?? [])
    await printLine(
      row(
        "",
        "",
        "",
        `${name} at ${address}: ${isUp ? `up, ${samples} samples` : "down"}${lastError === undefined ? "" : `, ${lastError}`}`,
      ),
    );
  for (const [reason, count] of Object.entries(receiver.dropped))
    await printLine(row("", "", "", `dropped ${count}: ${reason}`));
  for (const [reason, count] of Object.entries(receiver.refused))
    await printLine(row("", "", "", `refused ${count}: ${reason}`));
  for (const [reason, count] of Object.entries(receiver.leftOut))
    await printLine(row("", "", "", `left out ${count}: ${reason}`));
}

function row(name: string, received: string, stored: string, rest: string): string {
  return `${name.padEnd(12)} ${received.padStart(12)} ${stored.padStart(12)}  ${rest}`.trimEnd();
}
