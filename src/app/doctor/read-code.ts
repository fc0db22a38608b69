import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { PackageFacts, SecretFacts } from "../../doctor/facts.js";
import { readIfThere } from "../../files/read-if-there.js";
import { smallFile } from "../../files/small-file.js";
import { statsAt } from "../../files/stats-at.js";
import { lockFileManager } from "../../runs/capture/lock-files.js";
import type { App } from "../app.js";
import { readHookLayout } from "../hooks/hook-layout.js";

const manifests = [
  "package.json",
  "pyproject.toml",
  "Pipfile",
  "setup.py",
  "Cargo.toml",
  "go.mod",
  "DESCRIPTION",
];
const otherLocks = ["Cargo.lock", "go.sum"];

/** What the code needs, and what pins it; by the files at the top. */
export function readPackages(root: string): PackageFacts {
  const names = readdirSync(root).sort();
  const locks = names.filter((name) => lockFileManager(name) !== undefined || otherLocks.includes(name));
  const lists = locks.filter((name) => lockFileManager(name) === "pip" && name.endsWith(".txt"));
  const lines = lists.flatMap((name) => readIfThere(join(root, name))?.toString("utf8").split("\n") ?? []);
  return {
    manifests: manifests.filter((name) => names.includes(name) && declares(root, name)),
    locks,
    // `-r`, `--hash` and addresses with a commit are as exact as they are.
    unpinned: lines.filter((line) => /^\s*[A-Za-z0-9]/.test(line) && !/===?|@/.test(line)).length,
  };
}

/** A package.json that needs nothing has nothing to pin. */
function declares(root: string, name: string): boolean {
  if (name !== "package.json") return true;
  return /"(?:dev|optional|peer)?[dD]ependencies"\s*:\s*\{\s*"/.test(
    readIfThere(join(root, name))?.toString("utf8") ?? "",
  );
}

/** The file by which git calls mlx before a commit. */
export async function readHook(app: App): Promise<string | undefined> {
  const { root, folder, husky, lefthook, framework } = await readHookLayout(app);
  const files = [
    framework,
    lefthook,
    husky && join(husky.folder, "pre-commit"),
    join(folder.path, "pre-commit"),
  ];
  const found = files.find((file) => file !== undefined && smallFile(file)?.includes("mlx"));
  if (found === undefined) return undefined;
  const path = relative(root, found);
  return path.startsWith("..") ? found : path.split(sep).join("/");
}

export function readCodeOwners(root: string): string | undefined {
  const places = ["CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"];
  return places.find((path) => existsSync(join(root, path)));
}

/** Larger files are data, and no person writes a key into them. */
const largestScanned = 1024 * 1024;

/** Looks for keys and passwords. @param files from the repository's top. */
export async function readSecrets(root: string, files: readonly string[]): Promise<SecretFacts> {
  const { findSecrets } = await import("../../secrets/find-secrets.js");
  const scanned = files.filter((path) => {
    const stats = statsAt(join(root, path));
    return stats?.isFile() === true && stats.size <= largestScanned;
  });
  const texts = function* () {
    for (const path of scanned) yield { path, content: readIfThere(join(root, path)) ?? "" };
  };
  return { files: scanned.length, found: await findSecrets(texts()) };
}
