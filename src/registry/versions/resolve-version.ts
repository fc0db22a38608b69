import { MlxError } from "../../core/errors.js";
import { fewOf } from "../../core/few-of.js";
import type { FileTree } from "../../core/file-tree.js";
import { sha256Of } from "../../core/sha256.js";
import { namesHint } from "../../core/suggest.js";
import { parseAliasLine } from "../aliases/alias-line.js";
import { damaged } from "../damaged.js";
import { parseEvent } from "../events/event.js";
import type { Parsed } from "../format/parsed.js";
import { publishCommand } from "../noun-commands.js";
import { isAliasName, nounRules } from "../nouns.js";
import { aliasFile, eventFile, frozenFile, recordFile } from "../paths.js";
import { aliasNames, versionNames } from "../read-item.js";
import type { AliasPointer, RegistryEvent, RegistryNoun, VersionRecord } from "../types.js";
import { parseRecord } from "./record.js";

/** A published version, verified from the name that was asked for down to its bytes. */
export interface ResolvedVersion {
  readonly version: string;
  /** The alias that was asked for. */
  readonly alias?: string;
  /** Of an alias: what set it. */
  readonly event?: RegistryEvent;
  readonly record: VersionRecord;
  readonly frozen: Uint8Array;
}

/**
 * Finds the version that a version or an alias names. Reads the alias, its event, the record and the frozen bytes, however
 * much else there is.
 * @throws {MlxError} `MLX_VERSION_NOT_FOUND`, exit 2; `MLX_REGISTRY_DAMAGED`, exit 3.
 */
export function resolveVersion(
  tree: FileTree,
  noun: RegistryNoun,
  name: string,
  ref: string,
): ResolvedVersion {
  if (nounRules(noun).isVersion(ref))
    return readVersion(tree, noun, name, ref) ?? notFound(tree, noun, name, ref);
  const { pointer, event } = readPointer(tree, noun, name, ref) ?? notFound(tree, noun, name, ref);
  const file = aliasFile(noun, name, ref);
  const resolved = readVersion(tree, noun, name, pointer.version);
  if (resolved === undefined) {
    throw damaged({ file, line: 1, column: 1 }, `points at version ${pointer.version}, which is not there`);
  }
  if (resolved.record.digest !== pointer.record) {
    const problem = `points at another record of version ${pointer.version} than the one that is there`;
    throw damaged({ file, line: 1, column: pointer.version.length + 2 }, problem);
  }
  return { ...resolved, alias: ref, event };
}

/** Undefined where there is no such alias. Its event is verified too. */
function readPointer(
  tree: FileTree,
  noun: RegistryNoun,
  name: string,
  alias: string,
): { pointer: AliasPointer; event: RegistryEvent } | undefined {
  const file = aliasFile(noun, name, alias);
  const bytes = isAliasName(alias) ? tree.read(file) : undefined;
  if (bytes === undefined) return undefined;
  const pointer = whole(file, parseAliasLine(bytes));
  const eventPath = eventFile(noun, name, pointer.event);
  const eventBytes = tree.read(eventPath);
  const column = pointer.version.length + " sha256:".length + pointer.record.length + 2;
  if (eventBytes === undefined) {
    throw damaged({ file, line: 1, column }, `names the event ${pointer.event}, which is not there`);
  }
  const event = whole(eventPath, parseEvent(eventBytes));
  const fits =
    event.id === pointer.event &&
    event.noun === noun &&
    event.name === name &&
    event.alias === alias &&
    event.target?.version === pointer.version &&
    event.target.record === pointer.record;
  if (!fits) throw damaged({ file, line: 1, column }, `does not say what its event ${pointer.event} says`);
  return { pointer, event };
}

/** Undefined where there is no such record. */
function readVersion(
  tree: FileTree,
  noun: RegistryNoun,
  name: string,
  version: string,
): ResolvedVersion | undefined {
  const file = recordFile(noun, name, version);
  const bytes = tree.read(file);
  if (bytes === undefined) return undefined;
  const record = whole(file, parseRecord(bytes));
  if (record.noun !== noun || record.name !== name || record.version !== version) {
    throw damaged({ file, line: 1, column: 1 }, `is the record of ${record.name}@${record.version}`);
  }
  const frozenPath = frozenFile(noun, name, version);
  const frozen = tree.read(frozenPath);
  const top = { file: frozenPath, line: 1, column: 1 };
  if (frozen === undefined) throw damaged(top, "is not there: the frozen bytes of that version are missing");
  if (frozen.byteLength !== record.size || sha256Of(frozen) !== record.sha256) {
    throw damaged(top, `was changed after version ${version} was published`);
  }
  return { version, record, frozen };
}

function whole<T>(file: string, parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw damaged({ file, line: parsed.line, column: parsed.column }, parsed.problem);
}

function notFound(tree: FileTree, noun: RegistryNoun, name: string, ref: string): never {
  const versions = versionNames(tree, noun, name);
  const known = [...versions.toReversed(), ...aliasNames(tree, noun, name)];
  const published = publishCommand(noun, name);
  // Whole numbers are all alike: that 1 is close to 9 helps nobody.
  const isNumber = noun === "model" && nounRules(noun).isVersion(ref);
  throw new MlxError("MLX_VERSION_NOT_FOUND", `${name} has no version or alias ${JSON.stringify(ref)}`, {
    hint:
      known.length === 0
        ? `nothing of ${name} has been published yet: ${published}`
        : isNumber
          ? `it has ${fewOf(known, 12)}`
          : namesHint(ref, known, "it has"),
    exitCode: 2,
  });
}
