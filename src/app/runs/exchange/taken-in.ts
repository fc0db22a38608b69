import { MlxError } from "../../../core/errors.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import type { RunBundle } from "../../../runs/bundle.js";
import { relate, runConflict } from "../../../runs/exchange/relate.js";
import type { RunId } from "../../../runs/types.js";

/** A run, or a record of one, that was not taken in. */
export interface Refused {
  readonly id?: RunId;
  /** The file, key or folder that it stands in. */
  readonly place: string;
  readonly reason: string;
}

/** What came of taking runs in, one after the other. A run that is refused keeps no other one out. */
export class TakenIn {
  added = 0;
  merged = 0;
  unchanged = 0;
  readonly refused: Refused[] = [];

  constructor(
    private readonly ledger: RunLedger,
    /** Only says what would become of them. */
    private readonly dryRun: boolean,
  ) {}

  /** @param place for messages. @returns whether the ledger holds all of it now, or would. */
  take(bundle: RunBundle, place: string): boolean {
    const { id } = bundle.content;
    try {
      const outcome = this.dryRun ? this.#foresee(bundle) : this.ledger.importRun(bundle);
      this[outcome]++;
      return true;
    } catch (error) {
      if (!(error instanceof MlxError) || !ofOneRun.has(error.code)) throw error;
      this.refused.push({ id, place, reason: error.message });
      return false;
    }
  }

  refuse(refused: Refused): void {
    this.refused.push(refused);
  }

  counts() {
    const { added, merged, unchanged } = this;
    return { added, merged, unchanged };
  }

  #foresee(bundle: RunBundle): "added" | "merged" | "unchanged" {
    const header = this.ledger.header(bundle.content.id);
    const relation = relate(header && this.ledger.exportRun(header.id), bundle);
    if (relation.kind !== "refused") return relation.kind;
    throw runConflict(bundle.content.id, relation.differences.join("; "));
  }
}

/** What is wrong with one run; anything else would meet the others too. */
const ofOneRun: ReadonlySet<string> = new Set([
  "MLX_RUN_CONFLICT",
  "MLX_RUN_UNFINISHED",
  "MLX_INVALID_BUNDLE",
  "MLX_EXPERIMENT_DELETED",
]);
