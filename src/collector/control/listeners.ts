// Opens what receivers listen on; a port that is taken is told, and replaced by a free one.

import type { Neighbours } from "./neighbours";
import { type PortHolder, portHolder } from "./portHolder";
import type { Listener, Listening, Receiver } from "../pipeline/receiver";

export interface OpenListener {
  readonly receiver: string;
  readonly name: string;
  /** "127.0.0.1:8125"; "" when it does not listen. */
  readonly address: string;
  /** What went otherwise than asked: another port, or none. */
  readonly problem?: string;
  readonly listening?: Listening;
}

/** -1 turns a listener off; then it is not in the result. */
export async function openListeners(
  receivers: readonly Pick<Receiver, "id" | "listeners">[],
  ports: Readonly<Record<string, number>>,
  neighbours: Neighbours,
): Promise<OpenListener[]> {
  const opened: OpenListener[] = [];
  for (const receiver of receivers) {
    for (const listener of receiver.listeners ?? []) {
      const port = ports[listener.name] ?? listener.defaultPort;
      if (port >= 0) opened.push(await openOne(receiver.id, listener, port, neighbours));
    }
  }
  return opened;
}

async function openOne(
  receiver: string,
  listener: Listener,
  port: number,
  neighbours: Neighbours,
): Promise<OpenListener> {
  const base = { receiver, name: listener.name };
  try {
    const listening = await listener.listen(port);
    return { ...base, address: `127.0.0.1:${listening.port}`, listening };
  } catch (error) {
    const reason = await portProblem(listener.name, port, error, neighbours);
    try {
      const listening = await listener.listen(0);
      const address = `127.0.0.1:${listening.port}`;
      return {
        ...base,
        address,
        problem: `${reason} It listens on ${address} instead.`,
        listening,
      };
    } catch (second) {
      return {
        ...base,
        address: "",
        problem: await portProblem(listener.name, 0, second, neighbours),
      };
    }
  }
}

/** Names the port and, where the system tells, who holds it; what to do where that is one of us. */
export async function portProblem(
  name: string,
  port: number,
  error: unknown,
  neighbours: Neighbours,
): Promise<string> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") {
    const holder = (await portHolder(port, "tcp")) ?? (await portHolder(port, "udp"));
    // Who has a port of another protocol is asked nothing: it is one of us if its process is.
    const asked = name === "http" ? await neighbours.ask(port, holder?.pid) : undefined;
    const neighbour = asked ?? neighbours.byProcess(holder?.pid);
    if (neighbour === undefined) return `Port ${port} (${name}) is used by ${nameOf(holder)}.`;
    return (
      `Port ${port} (${name}) is used by another Sidelight collector ` +
      `(process ${neighbour.pid}, data in ${neighbour.dataPath}). ` +
      "Stop that one, or set another port for one of them."
    );
  }
  if (code === "EACCES") return `Port ${port} (${name}) may not be opened by this user.`;
  return `Port ${port} (${name}) could not be opened: ${error instanceof Error ? error.message : String(error)}.`;
}

function nameOf(holder: PortHolder | undefined): string {
  if (holder === undefined) return "another program";
  const process = `process ${holder.pid}`;
  return holder.program === "" ? process : `${holder.program} (${process})`;
}
