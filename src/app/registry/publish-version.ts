import { MlxError } from "../../core/errors.js";
import type { FileTree } from "../../core/file-tree.js";
import { timestamp } from "../../core/format-time.js";
import { sha256Of } from "../../core/sha256.js";
import { trackedByGit } from "../../git/tracked-files.js";
import { checkoutWord } from "../../registry/checkout-word.js";
import { formatEvent } from "../../registry/events/event.js";
import { intactEvents } from "../../registry/events/heads.js";
import { eventFile, frozenFile, recordFile } from "../../registry/paths.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import type { Person, RegistryEvent, RegistryNoun, VersionRecord } from "../../registry/types.js";
import { formatRecord, sealRecord } from "../../registry/versions/record.js";
import type { App } from "../app.js";
import { attributesStep } from "./attributes-step.js";
import { changeRegistry, type RegistryStep } from "./change-registry.js";
import { newEvent } from "./new-event.js";

/** A version that is to be published. */
export interface NewVersion {
  readonly noun: RegistryNoun;
  readonly name: string;
  readonly version: string;
  /** The frozen text. */
  readonly text: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly author: Person;
  readonly message: string;
  /** The version that it was compared with; its publication is what this one follows. */
  readonly base?: string;
}

export interface Publication {
  readonly record: VersionRecord;
  readonly event: RegistryEvent;
  /** What was or would be written, from the top. */
  readonly files: readonly string[];
}

/** What a version would look like. Writes nothing. */
export function draftPublication(app: App, item: RegistryItem, draft: NewVersion): Publication {
  const { noun, name, version, text, base, details, ...said } = draft;
  const time = timestamp(app.now());
  const frozen = { sha256: sha256Of(text), size: Buffer.byteLength(text) };
  const record = sealRecord({ noun, name, version, ...frozen, ...said, time, details });
  const parent = intactEvents(item).find(
    ({ kind, target }) => kind === "publish" && target?.version === base,
  );
  const event = newEvent(app, item, {
    kind: "publish",
    ...said,
    parents: parent ? [parent.digest] : [],
    target: { version, record: record.digest },
  });
  const files = [
    frozenFile(noun, name, version),
    eventFile(noun, name, event.id),
    recordFile(noun, name, version),
  ];
  return { record, event, files };
}

/**
 * Writes a version: frozen copy, event, and last the record, which makes it one. What an interrupted publication of the same
 * version left is replaced.
 * @param check looks at the item once more under the lock, and refuses by throwing.
 * @returns the files that were written, `.gitattributes` included where it lacked something.
 * @throws {MlxError} `MLX_REGISTRY_DAMAGED` where a record was deleted.
 */
export async function publishVersion(
  app: App,
  publication: Publication,
  text: string,
  check: (item: RegistryItem) => void,
): Promise<readonly string[]> {
  const { noun, name } = publication.record;
  return publishDecided(app, noun, name, (item) => {
    check(item);
    return { publication, text };
  });
}

/** A version as it is decided on once nobody else can publish. */
export interface DecidedVersion {
  readonly publication: Publication;
  /** Of the frozen copy. */
  readonly text: string;
  /** What belongs to the item and is not there yet; written before the version. */
  readonly before?: readonly RegistryStep[];
}

/**
 * As `publishVersion`, for a version that is decided on under the lock: whole numbers are given out one after the other.
 * @param decide undefined to publish nothing; refuses by throwing.
 */
export async function publishDecided(
  app: App,
  noun: RegistryNoun,
  name: string,
  decide: (item: RegistryItem) => DecidedVersion | undefined,
): Promise<readonly string[]> {
  const { root } = await app.workspace();
  const written: string[] = [];
  await changeRegistry(app, `${noun} ${noun === "prompt" ? "publish" : "register"}`, async (tree) => {
    const item = readItem(tree, noun, name);
    const decided = decide(item);
    if (decided === undefined) return [];
    const { record, event } = decided.publication;
    const { version } = record;
    const steps: RegistryStep[] = [
      ...attributesStep(root, noun),
      ...(decided.before ?? []),
      ...(await leftovers(app, tree, item, version)).map((remove) => ({ remove })),
      { write: frozenFile(noun, name, version), text: decided.text },
      { write: eventFile(noun, name, event.id), text: formatEvent(event) },
      { write: recordFile(noun, name, version), text: formatRecord(record) },
    ];
    written.push(...steps.flatMap((step) => ("write" in step ? [step.write] : [])));
    return steps;
  });
  return written;
}

/**
 * Events that publish this version though it has no record: an interrupted publication. Where git knows one, or the frozen
 * copy, the record was there once and has been deleted; nothing may take its place.
 */
async function leftovers(app: App, tree: FileTree, item: RegistryItem, version: string): Promise<string[]> {
  const events = item.events.flatMap(({ file, event }) =>
    event.ok && event.value.kind === "publish" && event.value.target?.version === version ? [file] : [],
  );
  const frozen = frozenFile(item.noun, item.name, version);
  const found = [...events, ...(tree.read(frozen) === undefined ? [] : [frozen])];
  const tracked = await trackedByGit(await app.git(), found);
  if (tracked.length === 0) return events;
  const record = checkoutWord(recordFile(item.noun, item.name, version));
  throw new MlxError(
    "MLX_REGISTRY_DAMAGED",
    `version ${version} was published before, and its record was deleted`,
    {
      hint: `bring it back: git checkout HEAD -- ${record}; if there never was one, remove what is left: git rm ${tracked.map(checkoutWord).join(" ")}`,
    },
  );
}
