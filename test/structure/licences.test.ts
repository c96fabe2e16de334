import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** What ships; the editor's own and types alone do not. */
const folders = ["src", "webview"];
const foreign = /^(?:\.|node:|vscode$|vscode-webview$)/;

const sources = folders
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      join(root, folder, file),
    ),
  )
  .filter((file) => /\.tsx?$/.test(file));

/** Modules by the package that they are of. */
function packagesIn(file: string): string[] {
  const pattern =
    /^(?:import|export|\}) .*?from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...readFileSync(file, "utf8").matchAll(pattern)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
    .filter((module) => !foreign.test(module))
    .map((module) => module.split("/", module.startsWith("@") ? 2 : 1).join("/"));
}

it("what ships is made of production dependencies, whose licences ship with it", () => {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Readonly<Record<string, { dev?: boolean }>>;
  };

  const packages = [...new Set(sources.flatMap(packagesIn))];

  expect(packages).toContain("preact");
  const unnamed = packages.filter(
    (name) =>
      lock.packages[`node_modules/${name}`]?.dev !== undefined ||
      !(`node_modules/${name}` in lock.packages),
  );
  expect(unnamed).toEqual([]);
});
