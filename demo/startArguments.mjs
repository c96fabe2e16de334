// What `npm start -- …` hands on to the collector, looked at before anything is installed or built: the collector
// itself would refuse it minutes later.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

const usage = "npm start takes, behind --: --data DIR, --settings FILE, --idle-ms N.";

const options = {
  data: { type: "string" },
  settings: { type: "string" },
  "idle-ms": { type: "string" },
};

/** The data folder that they name: the editor and the demo app look for the collector there as well. */
export function dataFolderOf(args) {
  const { data } = parseArgs({ args, options }).values;
  return data === undefined ? undefined : resolve(data);
}

/** What is wrong with them, in one line; undefined when nothing is. */
export function wrongArguments(args) {
  let values;
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    // The first sentence; the second explains positional arguments, of which there are none.
    return `${error.message.split(". ")[0].replace(/\.$/, "")}. ${usage}`;
  }
  const { settings, "idle-ms": idleMs } = values;
  if (idleMs !== undefined && !/^\d+$/.test(idleMs)) {
    return `--idle-ms takes milliseconds, not ${JSON.stringify(idleMs)}. ${usage}`;
  }
  return settings === undefined ? undefined : wrongSettings(settings);
}

function wrongSettings(path) {
  try {
    JSON.parse(readFileSync(path, "utf8"));
    return undefined;
  } catch (error) {
    return `The settings ${path} cannot be read: ${error.message.split("\n")[0]}`;
  }
}
