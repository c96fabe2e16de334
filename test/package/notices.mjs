// The licences of everything that ships in a package, from the packages themselves.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Text of the notices file for the production dependencies of these projects, each with its lockfile. */
export function thirdPartyNotices(projects) {
  const parts = new Map();
  for (const project of projects) {
    const lock = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8"));
    for (const [place, entry] of Object.entries(lock.packages)) {
      const folder = join(project, place);
      // Bindings of other platforms are locked but not installed, and do not ship.
      if (place === "" || entry.dev === true || !existsSync(folder)) continue;
      const { name, version, ...said } = JSON.parse(
        readFileSync(join(folder, "package.json"), "utf8"),
      );
      const license = said.license?.type ?? said.license; // older packages have an object
      const text = textsOf(folder) || textsOf(join(project, placeOfWhole(lock, name)));
      parts.set(
        `${name} ${version}`,
        `${name} ${version} (${license})\n\n${text || "(no licence text in the package)\n"}`,
      );
    }
  }
  const sorted = [...parts.keys()].sort().map((key) => parts.get(key));
  return `Sidelight contains the following software of others.\n\n${sorted.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** A native part for one platform may come without a text of its own: the package that it is part of has it. */
function placeOfWhole(lock, part) {
  const found = Object.entries(lock.packages).find(
    ([, { optionalDependencies = {} }]) => part in optionalDependencies,
  );
  return found?.[0] ?? join("node_modules", part);
}

function textsOf(folder) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(?:licen[cs]e|notice|copying)/i.test(entry.name))
    .map((entry) => entry.name);
  const texts = names.map((name) => readFileSync(join(folder, name), "utf8").trim());
  return texts.length === 0 ? "" : `${texts.join("\n\n")}\n`;
}
