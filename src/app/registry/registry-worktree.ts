import type { FileTree } from "../../core/file-tree.js";
import { folderTree } from "../../files/folder-tree.js";
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
    read: (path) => trees.find(({ prefix }) => path.startsWith(prefix))?.tree.read(path),
  };
}
