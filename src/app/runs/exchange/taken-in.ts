import { MlxError } from "../../../core/errors.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import type { RunBundle } from "../../../runs/bundle.js";
import { contentDifferences } from "../../../runs/exchange/content-differences.js";
import { relate } from "../../../runs/exchange/relate.js";
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
      const reason = error.code === "MLX_RUN_CONFLICT" ? this.#conflict(bundle) : error.message;
      this.refused.push({ id, place, reason });
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
    throw new MlxError("MLX_RUN_CONFLICT", relation.differences.join("; "));
  }

  #conflict({ content }: RunBundle): string {
    if (this.ledger.header(content.id)?.status === "running") return "it is still running here";
    const here = this.ledger.exportRun(content.id).content;
    return `it is here with other content: ${contentDifferences(here, content).join("; ")}`;
  }
}

/** What is wrong with one run; anything else would meet the others too. */
const ofOneRun: ReadonlySet<string> = new Set([
  "MLX_RUN_CONFLICT",
  "MLX_RUN_UNFINISHED",
  "MLX_INVALID_BUNDLE",
  "MLX_EXPERIMENT_DELETED",
]);
