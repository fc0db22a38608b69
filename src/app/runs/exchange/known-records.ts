import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../../core/canonical-json.js";
import { sha256Of } from "../../../core/sha256.js";
import { isUlid } from "../../../core/ulid.js";
import { writeFileAtomic } from "../../../files/atomic-write.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import type { SharedRecord } from "../../../runs/exchange/record-key.js";
import type { RunId } from "../../../runs/types.js";
import type { Workspace } from "../../../workspace/discover.js";

interface Known {
  /** The state of the run here when it was last pushed or pulled. */
  readonly state: string;
  /** The name of the record of that state, where it was computed. */
  readonly name?: string;
  /** How and when it had ended then, and when each annotation was made that the ledger held. */
  readonly end: string;
  readonly made: Readonly<Record<string, number>>;
  /** Names of records that were part of what the ledger held then. */
  readonly merged: readonly string[];
}

/**
 * Remembers which records of remotes the ledger has taken in, and what its own are called, so that nothing is read or
 * computed twice. Losing the file costs time alone.
 */
export class KnownRecords {
  readonly #known = new Map<RunId, Known>();
  #changed = false;

  private constructor(private readonly path: string) {}

  static open(workspace: Workspace): KnownRecords {
    const records = new KnownRecords(join(workspace.sharedDir, "known-records.json"));
    records.#read();
    return records;
  }

  /**
   * Whether the ledger holds all that a record says. One that was purged of the run, or is an older copy, does not; one in
   * which the run was begun again holds something else.
   */
  has(ledger: RunLedger, { id, name }: SharedRecord): boolean {
    const known = this.#known.get(id);
    return known?.merged.includes(name) === true && holdsAll(ledger, id, known);
  }

  /** The name of the run's own record, if it is known and the run has not changed since. */
  nameOf(ledger: RunLedger, id: RunId): string | undefined {
    const known = this.#known.get(id);
    return known?.state === stateOf(ledger, id) ? known.name : undefined;
  }

  /** Notes that these records are part of the ledger, and its own name if it is known. */
  add(ledger: RunLedger, id: RunId, merged: readonly string[], name?: string): void {
    const known = this.#known.get(id);
    const before = known && holdsAll(ledger, id, known) ? known.merged : [];
    const names = [...new Set([...before, ...merged, ...(name ? [name] : [])])];
    const made = Object.fromEntries(
      Object.entries(ledger.annotations(id)).map(([key, { at }]) => [key, at] as const),
    );
    this.#known.set(id, {
      state: stateOf(ledger, id),
      end: endOf(ledger, id),
      made,
      merged: names.slice(-16),
      ...(name && { name }),
    });
    this.#changed = true;
  }

  save(): void {
    if (!this.#changed) return;
    const runs = Object.fromEntries(this.#known);
    writeFileAtomic(this.path, JSON.stringify({ runs, version: 1 }));
    this.#changed = false;
  }

  #read(): void {
    let document: unknown;
    try {
      document = JSON.parse(readFileSync(this.path, "utf8"));
    } catch {
      return;
    }
    if (typeof document !== "object" || document === null || !("runs" in document)) return;
    if (typeof document.runs !== "object" || document.runs === null) return;
    for (const [id, value] of Object.entries(document.runs))
      if (isUlid(id) && isKnown(value)) this.#known.set(id, value);
  }
}

function isKnown(value: unknown): value is Known {
  return (
    typeof value === "object" &&
    value !== null &&
    "state" in value &&
    typeof value.state === "string" &&
    (!("name" in value) || typeof value.name === "string") &&
    "end" in value &&
    typeof value.end === "string" &&
    "made" in value &&
    typeof value.made === "object" &&
    value.made !== null &&
    Object.values(value.made).every((at) => typeof at === "number") &&
    "merged" in value &&
    Array.isArray(value.merged) &&
    value.merged.every((name) => typeof name === "string")
  );
}

/** Annotations are replaced by later ones, never by earlier ones or none. */
function holdsAll(ledger: RunLedger, id: RunId, { end, made }: Known): boolean {
  if (end !== endOf(ledger, id)) return false;
  const annotations = new Map(Object.entries(ledger.annotations(id)));
  return Object.entries(made).every(([key, at]) => (annotations.get(key)?.at ?? -1) >= at);
}

function endOf(ledger: RunLedger, id: RunId): string {
  const { status, endTime } = ledger.header(id) ?? {};
  return `${status} ${endTime}`;
}

/** Changes with the annotations, and with a run that was begun again; nothing else of an ended run changes. */
function stateOf(ledger: RunLedger, id: RunId): string {
  const facts = { annotations: ledger.annotations(id), end: endOf(ledger, id) };
  return sha256Of(canonicalJson(facts)).slice(0, 32);
}
