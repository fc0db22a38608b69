import type { DriftVerdict } from "../../drift/verdict.js";

/** A check as lists show it. */
export interface DriftCheck {
  /** A ULID. */
  readonly id: string;
  readonly monitor: string;
  /** Epoch milliseconds. */
  readonly started: number;
  readonly verdict: DriftVerdict;
  readonly reason: string;
  /** The data's path, as it was named. */
  readonly data: string;
  /** Of the data. */
  readonly sha256: string;
  /** The digest of the baseline. */
  readonly baseline: string;
  readonly rows: number;
  /** How many columns decide, as the verdict counts them, and how many of them drifted. */
  readonly columns: number;
  readonly drifted: number;
  readonly commit?: string;
  readonly dirty: boolean;
}

export interface DriftCheckQuery {
  readonly monitor?: string;
  readonly limit?: number;
}

/**
 * The checks of a ledger. Every method is one transaction.
 * @throws {MlxError} `MLX_LEDGER_UNUSABLE`.
 */
export interface DriftLedger {
  readonly readOnly: boolean;
  close(): void;
  /** @param document all that was found, as JSON; kept compressed. */
  add(check: DriftCheck, document: string): void;
  find(id: string): DriftCheck | undefined;
  /** What `add` was given. */
  document(id: string): string | undefined;
  /** The latest first. */
  list(query: DriftCheckQuery): DriftCheck[];
  count(query: DriftCheckQuery): number;
  /** Ids that begin or end with `text`, or whose last 8 characters begin with it; at most 10. */
  idsLike(text: string): string[];
}
