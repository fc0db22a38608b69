import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Name to version of a Node project's own packages, those that lie at the top of `node_modules`. */
export function nodePackages(folders: readonly string[]): Record<string, string> {
  const project = folders.find((folder) => existsSync(join(folder, "package.json")));
  if (project === undefined) return {};
  const packages =
    fromLock(join(project, "node_modules", ".package-lock.json")) ??
    fromFolders(join(project, "node_modules")) ??
    fromLock(join(project, "package-lock.json")) ??
    fromLock(join(project, "npm-shrinkwrap.json")) ??
    [];
  return Object.fromEntries([...packages].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Packages = [name: string, version: string][];

const top = "node_modules/";

function fromLock(file: string): Packages | undefined {
  const lock = readJson(file);
  if (!isRecord(lock) || !isRecord(lock["packages"])) return undefined;
  return Object.entries(lock["packages"]).flatMap(([path, entry]): Packages => {
    const name = path.startsWith(top) ? path.slice(top.length) : "";
    const version = isRecord(entry) ? entry["version"] : undefined;
    return name === "" || name.includes(top) || typeof version !== "string" ? [] : [[name, version]];
  });
}

/** As pnpm and yarn leave them: folders, or links to folders. */
function fromFolders(folder: string): Packages | undefined {
  if (!existsSync(folder)) return undefined;
  return namesIn(folder).flatMap((name): Packages => {
    const manifest = readJson(join(folder, name, "package.json"));
    const version = isRecord(manifest) ? manifest["version"] : undefined;
    return typeof version === "string" ? [[name, version]] : [];
  });
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name.startsWith(".")) return [];
    if (!name.startsWith("@")) return [name];
    return readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`);
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // not there, or not what it seems: then it tells nothing
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
