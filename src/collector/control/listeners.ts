// Opens what receivers listen on; a port that is taken is told, and replaced by a free one.

import { portHolder } from "./portHolder";
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
): Promise<OpenListener[]> {
  const opened: OpenListener[] = [];
  for (const receiver of receivers) {
    for (const listener of receiver.listeners ?? []) {
      const port = ports[listener.name] ?? listener.defaultPort;
      if (port >= 0) opened.push(await openOne(receiver.id, listener, port));
    }
  }
  return opened;
}

async function openOne(receiver: string, listener: Listener, port: number): Promise<OpenListener> {
  const base = { receiver, name: listener.name };
  try {
    const listening = await listener.listen(port);
    return { ...base, address: `127.0.0.1:${listening.port}`, listening };
  } catch (error) {
    const reason = await portProblem(listener.name, port, error);
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
      return { ...base, address: "", problem: await portProblem(listener.name, 0, second) };
    }
  }
}

/** One sentence that names the port and, where the system tells, who holds it. */
export async function portProblem(name: string, port: number, error: unknown): Promise<string> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") {
    const holder = (await portHolder(port, "tcp")) ?? (await portHolder(port, "udp"));
    return `Port ${port} (${name}) is used by ${holder ?? "another program"}.`;
  }
  if (code === "EACCES") return `Port ${port} (${name}) may not be opened by this user.`;
  return `Port ${port} (${name}) could not be opened: ${error instanceof Error ? error.message : String(error)}.`;
}
