import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { FileTree } from "../../core/file-tree.js";
import { folderTree } from "../../files/folder-tree.js";
import { statsAt } from "../../files/stats-at.js";
import { nounRules } from "../../registry/nouns.js";
import { type RegistryNoun, registryNouns } from "../../registry/types.js";

/** The folders of these nouns, in byte order. */
export function registryFolders(nouns: readonly RegistryNoun[] = registryNouns): string[] {
  return nouns.map((noun) => nounRules(noun).folder).sort();
}

/** Beside what the registry has of a model people keep the models themselves, by the gigabyte and the thousand files. */
function isOfModels(path: string): boolean {
  const [, kind] = path.split("/");
  return kind === undefined || /^(?:versions|events|aliases|evidence)$/.test(kind);
}

/** Where people write the gates of a model. */
const settings = /^models\/[^/]+\/model\.yaml$/;

/** Gates that cannot be read must not pass for none. @throws {MlxError} `MLX_INVALID_MODEL`, exit 2. */
function requireNothing(root: string, path: string): void {
  const stats = statsAt(join(root, path));
  if (stats === undefined || stats.isFile()) return;
  const what = stats.isSymbolicLink() ? "a symbolic link, and links are not followed" : "no file";
  throw new MlxError("MLX_INVALID_MODEL", `${path} is ${what}, so its gates cannot be read`, {
    hint: "put the file itself in its place",
    exitCode: 2,
  });
}

/** The files of a working tree below the folders that the registry has. @param root absolute: the repository's top. */
export function registryWorktree(root: string, nouns?: readonly RegistryNoun[]): FileTree {
  const trees = registryFolders(nouns).map((folder) => ({
    prefix: `${folder}/`,
    tree: folderTree(root, folder, folder === nounRules("model").folder ? isOfModels : undefined),
  }));
  let paths: readonly string[] | undefined;
  return {
    get paths() {
      paths ??= trees.flatMap(({ tree }) => tree.paths);
      return paths;
    },
    read: (path) => {
      const bytes = trees.find(({ prefix }) => path.startsWith(prefix))?.tree.read(path);
      if (bytes === undefined && settings.test(path)) requireNothing(root, path);
      return bytes;
    },
  };
}
