import type { ModelFacts } from "../../core/settings.js";
import { type ModelName, readModelName } from "./read-model-name.js";
import { findEntry, type NamedEntry } from "./table.js";

/** What is known of a model by one of its names. */
export interface KnownModel {
  /** The model's own name, without a provider's prefix. */
  readonly name: string;
  readonly facts: ModelFacts;
  /** False where the provider moves the name from model to model. */
  readonly pinned: boolean;
  /** A pinned name to write instead of one that is not, with the prefix of the given one. */
  readonly suggestion?: string;
  /** What the provider recommends in place of a model that it retires. */
  readonly successor?: string;
}

/**
 * Looks a model up by the name that a prompt gives, with or without the prefix of a provider. What the project says of that
 * very name, or of the name without its prefix, goes before the table field by field. Prices and dates are the maker's own:
 * of a model that another host serves they are not known.
 * @returns undefined for a name that neither the project nor the table knows and that does not say itself that it moves.
 */
export function modelFacts(
  name: string,
  overrides: Readonly<Record<string, ModelFacts>>,
): KnownModel | undefined {
  const read = readModelName(name);
  const found = lookUp(read.candidates);
  const [bare, exact] = [read.candidates[0], name].map((key) =>
    Object.hasOwn(overrides, key) ? overrides[key] : undefined,
  );
  if (!found && !bare && !exact && !read.moves) return undefined;
  const facts: ModelFacts = { ...(found && factsOf(found, read)), ...bare, ...exact };
  const pinned = facts.pinned ?? (read.tuned || !(read.moves || found?.moves === true));
  const suggestion = pinned ? undefined : pinnedName(found, read);
  return {
    name: found?.name ?? read.candidates[0],
    facts,
    pinned,
    ...(suggestion !== undefined && { suggestion }),
    ...(found?.entry.successor !== undefined && !read.hosted && { successor: found.entry.successor }),
  };
}

function lookUp(candidates: readonly string[]): NamedEntry | undefined {
  for (const candidate of candidates) {
    const found = findEntry(candidate);
    if (found) return found;
  }
  return undefined;
}

function factsOf({ entry }: NamedEntry, { hosted, tuned }: ModelName): ModelFacts {
  const { contextWindow, maxOutput, inputPrice, outputPrice, retires } = entry;
  return {
    ...(contextWindow !== undefined && { contextWindow }),
    ...(maxOutput !== undefined && { maxOutput }),
    ...(!hosted && !tuned && inputPrice !== undefined && { inputPrice }),
    ...(!hosted && !tuned && outputPrice !== undefined && { outputPrice }),
    ...(!hosted && retires !== undefined && { retires }),
  };
}

/** The snapshot that a moving name stood for, spelled for the same host. */
function pinnedName(found: NamedEntry | undefined, { prefix }: ModelName): string | undefined {
  if (!found || found.entry.pinned === false) return undefined;
  const dated = /^vertex/.test(prefix) ? found.entry.name.replace(/-(\d{8})$/, "@$1") : found.entry.name;
  return `${prefix}${dated}`;
}
