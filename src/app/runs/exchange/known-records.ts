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
  /** Names of records that are part of what the ledger holds. */
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

  /** Whether the ledger holds all that a record says, unless the run was purged since. */
  has({ id, name }: SharedRecord): boolean {
    return this.#known.get(id)?.merged.includes(name) === true;
  }

  /** The name of the run's own record, if it is known and the run has not changed since. */
  nameOf(ledger: RunLedger, id: RunId): string | undefined {
    const known = this.#known.get(id);
    return known?.state === stateOf(ledger, id) ? known.name : undefined;
  }

  /** Notes that these records are part of the ledger, and its own name if it is known. */
  add(ledger: RunLedger, id: RunId, merged: readonly string[], name?: string): void {
    const names = [...new Set([...(this.#known.get(id)?.merged ?? []), ...merged, ...(name ? [name] : [])])];
    this.#known.set(id, { state: stateOf(ledger, id), merged: names.slice(-16), ...(name && { name }) });
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
    "merged" in value &&
    Array.isArray(value.merged) &&
    value.merged.every((name) => typeof name === "string")
  );
}

/** Changes with the annotations, and with a run that was begun again; nothing else of an ended run changes. */
function stateOf(ledger: RunLedger, id: RunId): string {
  const end = ledger.header(id);
  const facts = { annotations: ledger.annotations(id), end: [end?.status, end?.endTime] };
  return sha256Of(canonicalJson(facts)).slice(0, 32);
}
