// What a subcommand is; main.ts lists them.

export interface Command {
  readonly name: string;
  /** "tail [QUERY] [--signal logs|spans|metrics] [--json]" */
  readonly usage: string;
  readonly summary: string;
  /** Gives the exit code. Throws UsageError, ExitError or RpcError. */
  run(args: readonly string[], dataPath: string): Promise<number>;
}
