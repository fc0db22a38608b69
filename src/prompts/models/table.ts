import { anthropicModels } from "./anthropic.js";
import { googleModels } from "./google.js";
import type { ModelEntry } from "./model-entry.js";
import { openaiModels } from "./openai.js";
import { otherModels } from "./other-providers.js";

/** The day on which the table was compared with what the providers publish. */
export const tableDate = "2026-11-29";

/** An entry under one of its names. */
export interface NamedEntry {
  readonly entry: ModelEntry;
  /** As the provider writes it. */
  readonly name: string;
  /** Whether the provider moves this name from model to model. */
  readonly moves: boolean;
}

const byName = new Map<string, NamedEntry>();
for (const entry of [...openaiModels, ...anthropicModels, ...googleModels, ...otherModels]) {
  byName.set(entry.name, { entry, name: entry.name, moves: entry.pinned === false });
  for (const name of entry.moving ?? []) byName.set(name, { entry, name, moves: true });
}

/** @param name without a provider's prefix; upper and lower case are the same. */
export function findEntry(name: string): NamedEntry | undefined {
  return byName.get(name.toLowerCase());
}
