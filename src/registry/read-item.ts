import { compareBytes } from "../core/byte-order.js";
import type { FileTree } from "../core/file-tree.js";
import { isSha256, type Sha256 } from "../core/sha256.js";
import { parseAliasLine } from "./aliases/alias-line.js";
import { parseEvent } from "./events/event.js";
import type { Evidence } from "./evidence/evidence.js";
import { readEvidence } from "./evidence/read-evidence.js";
import type { Parsed } from "./format/parsed.js";
import { isAliasName, nounRules } from "./nouns.js";
import { frozenFile, itemFolder, recordFile } from "./paths.js";
import type { AliasPointer, RegistryEvent, RegistryNoun, VersionRecord } from "./types.js";
import { parseRecord } from "./versions/record.js";

/** A version of which a record or a frozen copy is there. */
export interface VersionEntry {
  readonly version: string;
  readonly recordFile: string;
  readonly frozenFile: string;
  /** Undefined where there is a frozen copy alone: an interrupted publication, or a record that was deleted. */
  readonly record: Parsed<VersionRecord> | undefined;
}

export interface EventEntry {
  readonly file: string;
  /** As the file's name says it. */
  readonly id: string;
  readonly event: Parsed<RegistryEvent>;
}

export interface AliasEntry {
  readonly alias: string;
  readonly file: string;
  readonly pointer: Parsed<AliasPointer>;
}

export interface EvidenceEntry {
  readonly file: string;
  /** As the file's name says it. */
  readonly digest: Sha256;
  readonly evidence: Parsed<Evidence>;
}

/**
 * Everything that the registry holds of one prompt or model, as it was found; nothing has been checked against anything.
 * Files are listed at once and read when somebody asks for what is in them.
 */
export interface RegistryItem {
  readonly noun: RegistryNoun;
  readonly name: string;
  /** From the repository's top. */
  readonly folder: string;
  /** Where frozen bytes are read from. */
  readonly tree: FileTree;
  /** The lowest first. */
  readonly versions: readonly VersionEntry[];
  /** By id, so the oldest first. */
  readonly events: readonly EventEntry[];
  /** By name. */
  readonly aliases: readonly AliasEntry[];
  /** By digest. */
  readonly evidence: readonly EvidenceEntry[];
  /** Files in the four folders that are no version, event, alias or evidence by their name. */
  readonly strays: readonly string[];
}

const kinds: readonly (string | undefined)[] = ["versions", "events", "aliases", "evidence"];

/** Finds the versions, events, aliases and evidence of an item. One without any is empty. */
export function readItem(tree: FileTree, noun: RegistryNoun, name: string): RegistryItem {
  const folder = itemFolder(noun, name);
  const bytes = (path: string) => tree.read(path) ?? new Uint8Array();
  const versions = new Set<string>();
  const events: EventEntry[] = [];
  const aliases: AliasEntry[] = [];
  const evidence: EvidenceEntry[] = [];
  const strays: string[] = [];
  for (const file of pathsBelow(tree, folder)) {
    const [kind, base = "", ...deeper] = file.slice(folder.length + 1).split("/");
    if (!kinds.includes(kind)) continue;
    // What a file manager or an editor leaves behind.
    if (base.startsWith(".")) continue;
    const version = kind === "versions" ? versionOf(noun, base) : undefined;
    const digest = kind === "evidence" ? digestOf(base) : undefined;
    if (deeper.length > 0) strays.push(file);
    else if (version !== undefined) versions.add(version);
    else if (kind === "events" && base.endsWith(".json")) {
      const event = once(() => parseEvent(bytes(file)));
      events.push({
        ...{ file, id: base.slice(0, -".json".length) },
        get event() {
          return event();
        },
      });
    } else if (kind === "aliases" && isAliasName(base)) {
      const pointer = once(() => parseAliasLine(bytes(file)));
      aliases.push({
        ...{ alias: base, file },
        get pointer() {
          return pointer();
        },
      });
    } else if (digest !== undefined) {
      const read = once(() => readEvidence(bytes(file), digest));
      evidence.push({
        ...{ file, digest },
        get evidence() {
          return read();
        },
      });
    } else strays.push(file);
  }
  const sorted = [...versions].sort(nounRules(noun).compare);
  return {
    noun,
    name,
    folder,
    tree,
    versions: sorted.map((version) => readVersion(tree, noun, name, version)),
    events,
    aliases,
    evidence,
    strays,
  };
}

function readVersion(tree: FileTree, noun: RegistryNoun, name: string, version: string): VersionEntry {
  const file = recordFile(noun, name, version);
  const record = once(() => {
    const bytes = tree.read(file);
    return bytes && parseRecord(bytes);
  });
  return {
    version,
    recordFile: file,
    frozenFile: frozenFile(noun, name, version),
    get record() {
      return record();
    },
  };
}

/** `make`, called when first asked and never again. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The version that a file in `versions/` belongs to. */
function versionOf(noun: RegistryNoun, base: string): string | undefined {
  const { frozen, isVersion } = nounRules(noun);
  const ending = [".json", frozen].find((end) => base.endsWith(end));
  const version = ending === undefined ? undefined : base.slice(0, -ending.length);
  return version !== undefined && isVersion(version) ? version : undefined;
}

/** The digest that a file in `evidence/` is named by. */
function digestOf(base: string): Sha256 | undefined {
  const digest = base.endsWith(".json") ? base.slice(0, -".json".length) : "";
  return isSha256(digest) ? digest : undefined;
}

/** The versions that have a record, the lowest first. Reads no file. */
export function versionNames(tree: FileTree, noun: RegistryNoun, name: string): string[] {
  const folder = `${itemFolder(noun, name)}/versions`;
  const { isVersion, compare } = nounRules(noun);
  return pathsBelow(tree, folder)
    .filter((path) => path.endsWith(".json"))
    .map((path) => path.slice(folder.length + 1, -".json".length))
    .filter(isVersion)
    .sort(compare);
}

/** The aliases of an item, by name. Reads no file. */
export function aliasNames(tree: FileTree, noun: RegistryNoun, name: string): string[] {
  const folder = `${itemFolder(noun, name)}/aliases`;
  return pathsBelow(tree, folder).map((path) => path.slice(folder.length + 1));
}

/** The files below a folder: `paths` is sorted, so they stand together. */
function pathsBelow(tree: FileTree, folder: string): string[] {
  const prefix = `${folder}/`;
  const { paths } = tree;
  let [low, high] = [0, paths.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBytes(paths[middle] ?? "", prefix) < 0) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (paths[end]?.startsWith(prefix)) end++;
  return paths.slice(low, end);
}

/** The items of a noun that have a file in the registry's folders, by name. */
export function publishedNames(tree: FileTree, noun: RegistryNoun): string[] {
  const { folder } = nounRules(noun);
  const names = tree.paths.flatMap((path) => {
    const match = /^([^/]+)\/([^/]+)\/(?:versions|events|aliases|evidence)\//.exec(path);
    return match?.[1] === folder && match[2] !== undefined ? [match[2]] : [];
  });
  return [...new Set(names)];
}
