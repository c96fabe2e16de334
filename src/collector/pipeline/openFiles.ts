// The system bounds what a process may have open (`ulimit -n`). At that bound libuv closes connections without telling
// anybody, and the store cannot write a checkpoint: some descriptors are kept back from connections.

import type { Socket } from "node:net";

/** For the store's files and threads, exports and followed files, half of it for connections that are told so … */
const keptBack = 64;
/** … but never more than this share: a few connections must find room under the smallest bound. */
const keptBackShare = 0.25;

/** `scarce`: it takes a descriptor that is kept back, and may be told so; `none`: it is to be closed at once. */
export type Room = "enough" | "scarce" | "none";

/** For a connection that was just accepted. */
export function roomFor(socket: Socket, limit = openFilesLimit()): Room {
  // The system gives the lowest number that is free, so that a number tells how many are in use.
  const left = limit - descriptorOf(socket);
  const kept = Math.min(keptBack, Math.floor(limit * keptBackShare));
  if (left > kept) return "enough";
  return left > kept / 2 ? "scarce" : "none";
}

let known: number | undefined;

/** Infinity where the system has no such bound. It does not change, and costs some 20 ms to find. */
function openFilesLimit(): number {
  return (known ??= limitOf(reportOfProcess()));
}

function reportOfProcess(): object {
  // Or it asks the resolver for the name of each peer (since Node 20.13).
  Object.assign(process.report, { excludeNetwork: true });
  return process.report.getReport();
}

function limitOf(report: object): number {
  const limits = "userLimits" in report ? report.userLimits : undefined;
  const files =
    typeof limits === "object" && limits !== null && "open_files" in limits
      ? limits.open_files
      : undefined;
  const soft =
    typeof files === "object" && files !== null && "soft" in files ? files.soft : undefined;
  return typeof soft === "number" ? soft : Infinity;
}

/** -1 where the platform does not tell. */
function descriptorOf(socket: Socket): number {
  const handle: unknown = "_handle" in socket ? socket._handle : undefined;
  const fd =
    typeof handle === "object" && handle !== null && "fd" in handle ? handle.fd : undefined;
  return typeof fd === "number" ? fd : -1;
}
