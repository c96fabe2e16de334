// What is asked wrongly is refused with what was expected, before a collector is looked for.

import { expect, it } from "vitest";
import { UsageError } from "../../src/cli/arguments";
import { compare } from "../../src/cli/compareCommand";
import { importCommand } from "../../src/cli/import/importCommand";
import { patterns } from "../../src/cli/patternsCommand";
import { query, stats, tail, timeline } from "../../src/cli/readCommands";
import { run } from "../../src/cli/runCommand";

it.each([
  { of: query, args: ["--levle", "x"], says: /no flag --levle here.*--signal, .*--help/ },
  { of: query, args: ["--json=yes"], says: "--json takes no value" },
  { of: query, args: ["--limit"], says: "--limit takes a value; there is none" },
  { of: query, args: ["--limit", "--json"], says: "--limit takes a value; there is none" },
  { of: query, args: ["--limit", "1.5"], says: 'a whole number from 1 to 100000000, not "1.5"' },
  { of: query, args: ["--signal", "traces"], says: 'takes logs, spans, metrics, not "traces"' },
  { of: query, args: ["--from", ""], says: 'A time is RFC 3339, nanoseconds or now-5m, not ""' },
  { of: query, args: ["--group-by", ""], says: "--group-by takes names of fields" },
  { of: query, args: ["--group-by", "a,,b"], says: "--group-by takes names of fields" },
  { of: query, args: ["--sort", "count()"], says: "it goes with --group-by or --agg" },
  { of: query, args: ["--histogram", "1m", "--agg", "avg(a)"], says: "--histogram counts" },
  { of: query, args: ["--histogram", "1m", "--sort", "a"], says: "--histogram counts" },
  { of: query, args: ["--histogram", "1m", "--group-by", "a,b"], says: "takes one --group-by" },
  { of: query, args: ["--format", "csv"], says: "go with --output FILE" },
  { of: query, args: ["--output", "a.xls"], says: "--format takes jsonl, csv, parquet, otlp" },
  { of: query, args: ["--output", "a.csv", "--agg", "count()"], says: "goes without groups" },
  { of: tail, args: ["--signal", "log"], says: 'not "log"' },
  { of: tail, args: ["--follow"], says: "no flag --follow here" },
  { of: timeline, args: [], says: "timeline takes one id" },
  { of: timeline, args: [""], says: "timeline takes one id" },
  { of: timeline, args: ["a", "b"], says: "timeline takes one id" },
  { of: timeline, args: ["a", "--against", ""], says: "--against takes the id of another" },
  { of: stats, args: ["otlp"], says: 'stats takes no "otlp"' },
  { of: patterns, args: ["--limit", "0"], says: "--limit takes a whole number from 1 to 1000" },
  { of: patterns, args: ["--new-since", "lunch"], says: 'not "lunch"' },
  { of: compare, args: ["--bad", "a"], says: "compare takes --bad QUERY and --good QUERY" },
  { of: compare, args: ["level:error"], says: "compare takes --bad QUERY and --good QUERY" },
  { of: compare, args: ["--bad", "a", "--good", "b", "--by", ""], says: "--by takes request" },
  { of: run, args: ["npm", "start"], says: "run takes a command behind --" },
  { of: run, args: ["--"], says: "run takes a command behind --" },
  { of: importCommand, args: [], says: "import takes the files to read" },
  { of: importCommand, args: ["a", "--format", "xml"], says: "--format takes auto, json, csv" },
])("$of.name $args", async ({ of, args, says }) => {
  const outcome = of.run(args, "/nowhere");

  await expect(outcome).rejects.toThrow(UsageError);
  await expect(outcome).rejects.toThrow(says);
});
