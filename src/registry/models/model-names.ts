import type { FileTree } from "../../core/file-tree.js";

/** The models of a tree, by name: those that the registry has a file of, and those that have a `model.yaml` alone. */
export function modelNames({ paths }: FileTree): string[] {
  const names = paths.flatMap((path) => {
    const [, name] =
      /^models\/([^/]+)\/(?:model\.yaml$|(?:versions|events|aliases|evidence)\/)/.exec(path) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)];
}
