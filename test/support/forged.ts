import { readdirSync, readFileSync } from "node:fs";
import type { Ulid } from "../../src/core/ulid.js";
import { formatEvent, parseEvent, sealEvent } from "../../src/registry/events/event.js";
import { type Evidence, evidenceDigest, formatEvidence } from "../../src/registry/evidence/evidence.js";
import { readEvidence } from "../../src/registry/evidence/read-evidence.js";
import type { RegistryEvent } from "../../src/registry/types.js";
import type { TestRepo } from "./repo.js";

/** The events of a model in a working tree, the oldest first. */
export function eventsOf(repo: TestRepo, name = "penguins"): RegistryEvent[] {
  const folder = `models/${name}/events`;
  return readdirSync(repo.path(folder))
    .sort()
    .map((file) => {
      const event = parseEvent(readFileSync(repo.path(folder, file)));
      if (!event.ok) throw new Error(`${file} ${event.problem}`);
      return event.value;
    });
}

/** Writes an event by hand, sealed as mlx seals it. @returns its file. */
export function forgeEvent(
  repo: TestRepo,
  event: RegistryEvent,
  change: Partial<Omit<RegistryEvent, "id">> & { readonly id?: string },
): string {
  const { mlx: _, digest: _digest, ...fields } = { ...event, ...change };
  const forged = sealEvent({ ...fields, id: fields.id as Ulid });
  const file = `models/${forged.name}/events/${forged.id}.json`;
  repo.write({ [file]: formatEvent(forged) });
  return file;
}

/** The only evidence of a model. */
export function onlyEvidence(repo: TestRepo, name = "penguins"): { file: string; evidence: Evidence } {
  const folder = `models/${name}/evidence`;
  const [base = "", ...others] = readdirSync(repo.path(folder));
  if (others.length > 0) throw new Error("there is more than one piece of evidence");
  const bytes = readFileSync(repo.path(folder, base));
  const read = readEvidence(bytes, evidenceDigest(bytes));
  if (!read.ok) throw new Error(read.problem);
  return { file: `${folder}/${base}`, evidence: read.value };
}

/** Writes evidence by hand under the name that fits its bytes. @returns its file. */
export function forgeEvidence(repo: TestRepo, evidence: Evidence): string {
  const text = formatEvidence(evidence);
  const file = `models/${evidence.name}/evidence/${evidenceDigest(text)}.json`;
  repo.write({ [file]: text });
  return file;
}
