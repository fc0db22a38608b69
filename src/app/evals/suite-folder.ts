import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where suites are looked for by their names, from the repository's top. */
const folder = "evals";
const ending = /\.eval\.ya?ml$/;

/** The files of suites in `evals/`, from the repository's top, in the order of their names. */
export function suitesInFolder(root: string): string[] {
  const path = join(root, folder);
  const names = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path) : [];
  return names
    .filter((name) => ending.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** By which a command line may name a suite: its file's name without folders and endings. */
export function suiteNameIn(file: string): string {
  return file.replace(/^.*\//, "").replace(ending, "");
}
