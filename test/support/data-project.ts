import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sha256Of } from "../../src/core/sha256.js";
import { formatPointer, parsePointer } from "../../src/data/pointer.js";
import { buildTree } from "../../src/data/tree.js";
import { walkTree } from "../../src/data/walk-tree.js";
import { mlx } from "./mlx.js";
import { type Files, gitRepo, type TestRepo } from "./repo.js";
import { tempFolder } from "./temp-folder.js";

/** A repository with an initialised project and a local folder as its store. */
export interface DataProject {
  readonly repo: TestRepo;
  /** The store's folder. */
  readonly store: string;
}

/** Makes a project in which these paths are tracked, committed, and, with `push`, pushed to the store. */
export async function dataProject(
  files: Files,
  tracked: readonly string[],
  options: { readonly push?: boolean } = {},
): Promise<DataProject> {
  const repo = gitRepo(files);
  const store = join(tempFolder(), "store");
  await must(repo, "init");
  await must(repo, ["remote", "add", "origin", store]);
  if (tracked.length > 0) await must(repo, ["data", "add", ...tracked]);
  repo.commit("data");
  if (options.push) await must(repo, "data push");
  return { repo, store };
}

/** Runs a command that has to succeed, and returns what it printed. */
export async function must(
  repo: TestRepo,
  command: string | readonly string[],
  options: Parameters<typeof mlx>[2] = {},
): Promise<string> {
  const { code, stdout, stderr } = await mlx(repo, command, options);
  if (code !== 0) throw new Error(`mlx ${String(command)} exited ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** Digests below `objects/` of a cache or store, sorted. */
export function objectsIn(folder: string): string[] {
  const root = join(folder, "objects", "sha256");
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .flatMap((prefix) => readdirSync(join(root, prefix)).map((rest) => prefix + rest))
    .sort();
}

export function cachedObjects(repo: TestRepo): string[] {
  return objectsIn(repo.path(".mlx", "cache"));
}

/** The file of an object. @param content its bytes, or its digest. */
export function objectFile(folder: string, content: string): string {
  const sha256 = /^[0-9a-f]{64}$/.test(content) ? content : sha256Of(content);
  return join(folder, "objects", "sha256", sha256.slice(0, 2), sha256.slice(2));
}

/** The digests of some contents, sorted. */
export function digests(...contents: string[]): string[] {
  return contents.map((content) => String(sha256Of(content))).sort();
}

export function dropObject(folder: string, content: string): void {
  rmSync(objectFile(folder, content));
}

/** Changes an object's bytes behind mlx's back; the size stays. */
export function damageObject(folder: string, content: string): void {
  const file = objectFile(folder, content);
  const bytes = readFileSync(file);
  chmodSync(file, 0o644);
  writeFileSync(file, Buffer.alloc(bytes.length, "#"));
}

/** What lies in quarantine. */
export function quarantined(repo: TestRepo): string[] {
  const folder = repo.path(".mlx", "quarantine");
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/**
 * Lets the pointer of a tracked folder name a tree of manifests, as one of more than 5,000 files would, and commits it.
 * @returns the manifests' digests by folder: "" for the root.
 */
export async function asTree(repo: TestRepo, path: string): Promise<Map<string, string>> {
  const pointer = await parsePointer(repo.read(`${path}.mlx`), path);
  if (pointer.kind !== "directory" || !("entries" in pointer))
    throw new Error(`${path} is not a listed folder`);
  const { root, manifests } = buildTree(pointer.entries);
  for (const [sha256, text] of manifests) {
    const file = objectFile(repo.path(".mlx", "cache"), sha256);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o444 });
  }
  repo.write({ [`${path}.mlx`]: formatPointer({ kind: "directory", tree: root }) });
  repo.commit("as a tree");
  const found = new Map<string, string>();
  await walkTree(root, async (sha256) => manifests.get(sha256) ?? "", {
    onManifest: (sha256, prefix) => found.set(prefix.replace(/\/$/, ""), sha256),
  });
  return found;
}

/** `count` small files below `folder`, spread over ten sub-folders. */
export function manyFiles(folder: string, count: number, text: (index: number) => string): Files {
  const files: Record<string, string> = {};
  for (let index = 0; index < count; index++) files[`${folder}/${index % 10}/${index}.txt`] = text(index);
  return files;
}
