// import: files of records into the store: what `query --output` wrote, and what others write.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { findCollector } from "../../collector/control/discoveryFile";
import { exitCodes, ExitError, oneOf, parseFlags, textFlag, UsageError } from "../arguments";
import { connect, noCollector } from "../client";
import type { Command } from "../command";
import { printJson, printLine } from "../output";
import { Progress } from "../progress";
import { type FileFormat, formatOf, readItems } from "./readFile";
import { Poster } from "./poster";

/** Beside the command line in dist/. */
const parquetThreadPath = join(__dirname, "parquet.js");

const formats = ["auto", "json", "csv", "parquet"] as const;

export const importCommand: Command = {
  name: "import",
  usage: "import FILE… [--format json|csv|parquet] [--service NAME] [--json]",
  summary:
    "reads records from files: what query --output wrote, OTLP JSON, JSON lines, CSV and Parquet of others",
  async run(args, dataPath) {
    const parsed = parseFlags(args, {
      format: { type: "string" },
      service: { type: "string" },
      json: { type: "boolean" },
    });
    const paths = parsed.positionals;
    if (paths.length === 0) throw new UsageError("import takes the files to read.");
    const named = oneOf(parsed, "format", formats, "auto");
    for (const path of paths) {
      if (!existsSync(path)) throw new ExitError(exitCodes.failed, `${path} is not there.`);
    }
    const url = findCollector(dataPath)?.endpoints["http"];
    if (url === undefined) throw noCollector(dataPath);
    const connection = await connect(dataPath); // a collector with a client does not end as unused
    const abort = new AbortController();
    const cancel = () => abort.abort(); // asked once more it ends at once
    process.once("SIGINT", cancel);
    process.once("SIGTERM", cancel);
    let isWhole = true;
    try {
      for (const [at, path] of paths.entries()) {
        const poster = new Poster(url, textFlag(parsed, "service") ?? "", abort.signal);
        const format = named === "auto" ? await formatOf(path) : named;
        const isRead = await importFile(path, format, poster, abort.signal);
        const { accepted, refused } = poster;
        isWhole &&= refused === 0;
        if (parsed.flags["json"] === true) await printJson({ file: path, accepted, refused });
        else await printLine(`${path}: ${recordsText(accepted)}${refusedText(refused)}`);
        if (isRead) continue;
        throw new ExitError(exitCodes.failed, cancelledText(path, paths.length - at - 1));
      }
    } finally {
      process.off("SIGINT", cancel);
      process.off("SIGTERM", cancel);
      connection.rpc.dispose();
    }
    return isWhole ? exitCodes.done : exitCodes.failed;
  },
};

/** False when it was cancelled: then what was sent is stored, and no more is read. */
async function importFile(
  path: string,
  format: FileFormat,
  poster: Poster,
  abort: AbortSignal,
): Promise<boolean> {
  const progress = new Progress();
  let shownMs = 0;
  try {
    for await (const item of readItems(path, format, parquetThreadPath)) {
      if (abort.aborted) return false;
      await poster.add(item);
      if (performance.now() - shownMs < 100) continue;
      shownMs = performance.now();
      progress.show(`${path}: ${Math.floor(item.share * 100)} %`);
    }
    if (abort.aborted) return false;
    await poster.flush();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return false;
    throw error;
  } finally {
    progress.end();
  }
}

function cancelledText(path: string, notRead: number): string {
  const rest =
    ["", " One more file was not read."][notRead] ?? ` ${notRead} more files were not read.`;
  return `Cancelled. What was imported of ${path} stays.${rest}`;
}

const recordsText = (count: number) => (count === 1 ? "1 record" : `${count} records`);

const refusedText = (refused: number) =>
  refused === 0 ? "" : `, ${refused} that could not be read`;
