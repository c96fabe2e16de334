// Command lines: flags that are known are read, everything else is said with what was expected.

import { parseArgs, type ParseArgsConfig } from "node:util";

type FlagOptions = NonNullable<ParseArgsConfig["options"]>;

/** Exit codes, as scripts rely on them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, noCollector: 3 } as const;

export class UsageError extends Error {}

/** Ends the program with a code after telling why. */
export class ExitError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface ParsedArguments {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

/** Stands before a minus that begins a term of a query or a value, not a flag; no argument can hold it. */
const term = "\0";

/** `-level:debug` is a term of a query and `-5m` a value: all flags but `-h` have two dashes. */
export function parseFlags(args: readonly string[], options: FlagOptions): ParsedArguments {
  const config = {
    args: args.map((arg) => (/^-[^-]/.test(arg) && arg !== "-h" ? term + arg : arg)),
    options: { ...options, data: { type: "string" }, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  } as const;
  try {
    const { values, positionals } = parseArgs({ ...config, strict: true });
    const flags = Object.entries(values).map(([name, value]): [string, unknown] => [
      name,
      plain(value),
    ]);
    return { flags: Object.fromEntries(flags), positionals: positionals.map(withoutTerm) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(wrongFlag(config.args, config.options) ?? reason);
  }
}

/** What is wrong with the first flag that is: node's own words speak of options and of how to get around them. */
function wrongFlag(args: readonly string[], options: FlagOptions): string | undefined {
  const read = { args: [...args], options, allowPositionals: true, strict: false, tokens: true };
  for (const token of parseArgs({ ...read, tokens: true }).tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = options[name];
    if (option === undefined) {
      const known = Object.keys(options).map((each) => `--${each}`);
      return `There is no flag ${rawName} here. There are ${known.join(", ")}.`;
    }
    const isNext = value?.startsWith("--") === true && inlineValue === false;
    if (option.type === "string" && (value === undefined || isNext)) {
      return `${rawName} takes a value; there is none.`;
    }
    if (option.type === "boolean" && inlineValue === true) return `${rawName} takes no value.`;
  }
  return undefined;
}

/** For a command that has flags alone: a word too many would go unheard. */
export function refuseWords({ positionals }: ParsedArguments, command: string): void {
  if (positionals.length > 0) {
    throw new UsageError(`${command} takes no ${JSON.stringify(positionals[0])}.`);
  }
}

const withoutTerm = (text: string) => (text.startsWith(term) ? text.slice(term.length) : text);

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => plain(one));
  return typeof value === "string" ? withoutTerm(value) : value;
}

export function textFlag({ flags }: ParsedArguments, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

export function numberFlag(
  parsed: ParsedArguments,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = textFlag(parsed, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(
      `--${name} takes a whole number from ${min} to ${max}, not ${JSON.stringify(text)}.`,
    );
  }
  return value;
}

export function oneOf<Choice extends string>(
  parsed: ParsedArguments,
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  const text = textFlag(parsed, name);
  if (text === undefined) return otherwise;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) {
    throw new UsageError(`--${name} takes ${choices.join(", ")}, not ${JSON.stringify(text)}.`);
  }
  return choice;
}
