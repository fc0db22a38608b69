import type { Severity } from "../../core/finding.js";

/** A rule as a report describes it. */
export interface ReportRule {
  readonly id: string;
  readonly severity: Severity;
  /** What it finds, as a clause. */
  readonly summary: string;
  /** Why that matters, as sentences. */
  readonly why: string;
  /** Where more is written, as a path in mlx's documentation. */
  readonly page: string;
}
