// Targets that are found: ports of this user's programs on loopback are asked once whether they expose metrics.
// One that does not is not asked again until its program listens anew: an app's log should not fill with us.

import { serviceOfCommand } from "../../../shared/appEnvironment";
import type { TargetStats } from "../../../shared/contract/stats";
import type { ReceiverContext } from "../../pipeline/receiver";
import { ExpositionReader } from "./expositionReader";
import { fetchExposition } from "./fetchExposition";
import { type Listener, listenersOf, type Owner, ownersOf } from "./loopbackListeners";
import type { PointMaker } from "./points";
import type { Discovery } from "./settings";
import { Target } from "./target";

/** A table of some KB is read so often. */
const lookMs = 5000;
/** What is no exposition may well not answer at all. */
const askTimeoutMs = 2000;
/** Listeners that are looked at; past it a machine is no developer's. */
const maxListeners = 500;

export interface FoundTargetsOptions {
  readonly discover: Exclude<Discovery, "off">;
  readonly intervalMs: number;
  /** What is scraped anyway. */
  readonly named: readonly URL[];
}

export class FoundTargets {
  /** By inode; undefined: asked, and no target. */
  private readonly known = new Map<string, Target | undefined>();
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: FoundTargetsOptions,
    private readonly context: ReceiverContext,
    private readonly points: PointMaker,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.underWay = this.look().finally(() => {
        if (!this.ending.signal.aborted) this.start();
      });
    }, lookMs).unref();
  }

  stats(): readonly TargetStats[] {
    return [...this.known.values()].flatMap((target) => target?.stats() ?? []);
  }

  async dispose(): Promise<void> {
    this.ending.abort();
    clearTimeout(this.timer);
    await this.underWay;
    for (const target of this.known.values()) await target?.dispose();
  }

  /** Looks once at who listens. Never rejects. */
  async look(): Promise<void> {
    const userId = process.getuid?.();
    if (userId === undefined) return;
    const listeners = (await listenersOf(userId)).slice(0, maxListeners);
    const there = new Set(listeners.map(({ inode }) => inode));
    for (const [inode, target] of this.known) {
      if (there.has(inode)) continue;
      this.known.delete(inode);
      await target?.dispose();
    }
    const fresh = listeners.filter(({ inode }) => !this.known.has(inode));
    if (fresh.length === 0) return;
    const owners = await ownersOf(new Set(fresh.map(({ inode }) => inode)));
    for (const listener of fresh) {
      if (this.ending.signal.aborted) return;
      const owner = owners.get(listener.inode);
      // Whose it is may not be known yet, while a program hands its socket on.
      if (owner === undefined) continue;
      const target = this.isWanted(listener, owner) ? await this.ask(listener, owner) : undefined;
      this.known.set(listener.inode, target);
    }
  }

  private isWanted({ port }: Listener, { pid, environment }: Owner): boolean {
    if (pid === process.pid) return false;
    const isNamed = this.options.named.some((url) => isLoopback(url) && Number(url.port) === port);
    if (isNamed) return false;
    if (this.options.discover === "all") return true;
    // What we launch gets our address to send to.
    const address = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
    return address !== undefined && address === this.context.httpAddress?.();
  }

  private async ask({ host, port }: Listener, owner: Owner): Promise<Target | undefined> {
    const url = new URL(`http://${host}:${port}/metrics`);
    const fetched = await fetchExposition(url, this.ending.signal, askTimeoutMs);
    if (fetched.error !== undefined) return undefined;
    const { samples, refused, isCutOff } = new ExpositionReader().read(
      fetched.body,
      fetched.format,
    );
    if (samples === 0 || refused.length > 0 || isCutOff) return undefined;
    const { command, folder, environment } = owner;
    const target = new Target(
      {
        name: "",
        url,
        run: environment.SIDELIGHT_RUN ?? "",
        otherwise: serviceOfCommand(command, folder, environment),
        intervalMs: this.options.intervalMs,
      },
      this.context,
      this.points,
    );
    target.start();
    return target;
  }
}

const isLoopback = ({ hostname }: URL) =>
  hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
