import { MlxError } from "../../core/errors.js";
import { fewOf } from "../../core/few-of.js";
import type { FileTree } from "../../core/file-tree.js";
import { closest, namesHint } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import { isWithin, type Selection } from "../../data/target.js";
import { publishCommand } from "../../registry/noun-commands.js";
import { isItemName } from "../../registry/nouns.js";
import { readItem } from "../../registry/read-item.js";
import type { VersionSet } from "./model-versions.js";

/** A word that says what a transfer is about. */
export interface NamedPath {
  /** As typed. */
  readonly word: string;
  /** From the repository's top. */
  readonly path: string;
  /** Whether tracked data is called that. */
  readonly tracked: boolean;
}

const top = "models";
/** Versions that a hint names. */
const mostListed = 12;

/** Whether versions of models may be meant: only then are they worth reading. */
export function mayNameVersions({ path, tracked }: NamedPath): boolean {
  return !tracked || isWithin(path, top) || path === ".";
}

/**
 * The versions that words name: the folder of a model or of all, a file of a version (`models/penguins/versions/3.yaml`, `.json` too),
 * `penguins@3` or, where `tree` is there to look it up in, `penguins@champion`.
 * @returns also the words that name neither a version nor tracked data.
 */
export function selectVersions(
  set: VersionSet,
  named: readonly NamedPath[],
  tree?: FileTree,
): { readonly versions: VersionSet; readonly unmatched: readonly NamedPath[] } {
  const selections = new Set<Selection>();
  const failures = new Set<VersionSet["failures"][number]>();
  const unmatched = named.filter(({ word, path, tracked }) => {
    const reference = tracked ? undefined : versionOf(word, tree);
    const file = path.replace(/\.json$/, ".yaml");
    const isMeant = (frozen: string) => isWithin(frozen, path) || frozen === file;
    const found = set.selections.filter(
      ({ target }) => target.path === reference || isMeant(target.pointerPath),
    );
    const broken = set.failures.filter((failure) => isMeant(failure.path));
    for (const selection of found) selections.add(selection);
    for (const failure of broken) failures.add(failure);
    return !tracked && found.length + broken.length === 0;
  });
  return { versions: { selections: [...selections], failures: [...failures] }, unmatched };
}

/** `penguins@champion` as `penguins@3`; undefined for what is no reference. */
function versionOf(word: string, tree: FileTree | undefined): string | undefined {
  const [name = "", ref, ...rest] = word.split("@");
  if (ref === undefined || rest.length > 0 || !isItemName(name)) return undefined;
  const pointer = tree && readItem(tree, "model", name).aliases.find(({ alias }) => alias === ref)?.pointer;
  return pointer?.ok ? `${name}@${pointer.value.version}` : word;
}

/**
 * The error for a word that names nothing, if it looks as if a model were meant: it lists what is there.
 * @param set every version there is. @param tree where aliases are looked up.
 */
export function noSuchVersion(
  { word, path }: NamedPath,
  set: VersionSet,
  tree?: FileTree,
): MlxError | undefined {
  const known = set.selections.map(({ target }) => target.path);
  const names = [...new Set(known.map((version) => version.split("@")[0] ?? ""))];
  const inFolder = isWithin(path, top);
  const name = inFolder ? path.split("/")[1] : word.split("@")[0];
  const versions = known.filter((version) => version.startsWith(`${name}@`));
  if (!inFolder && !word.includes("@") && versions.length === 0) return undefined;
  return new MlxError(
    "MLX_NOT_TRACKED",
    `${displayPath(word)} is neither tracked data nor the version of a model`,
    { hint: meantAlias(word, tree) ?? whatThereIs(name ?? "", versions, names), exitCode: 2 },
  );
}

/** `did you mean penguins@production?`, where the model has an alias of nearly that name. */
function meantAlias(word: string, tree: FileTree | undefined): string | undefined {
  const [name = "", ref = ""] = word.split("@");
  if (tree === undefined || !isItemName(name)) return undefined;
  const aliases = readItem(tree, "model", name).aliases.map(({ alias }) => alias);
  const meant = closest(ref, aliases);
  if (meant === undefined) return undefined;
  return `did you mean ${name}@${meant}? of ${name} there ${aliases.length === 1 ? "is" : "are"} ${fewOf(aliases, mostListed)}`;
}

function whatThereIs(name: string, versions: readonly string[], names: readonly string[]): string {
  const [first] = versions;
  if (first !== undefined)
    return `${top}/${name} means every version of it; one by one they are ${fewOf(versions.map(displayPath), mostListed)}`;
  if (names.length > 0) {
    const folders = names.map((each) => `${top}/${each}`);
    return namesHint(`${top}/${name}`, folders, folders.length === 1 ? "there is" : "there are");
  }
  return `no version of a model is registered here: ${publishCommand("model", "NAME")}`;
}
