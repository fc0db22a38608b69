import type { SourceLocation } from "../core/errors.js";

/** A threshold that a suite sets itself. */
export interface GateSpec {
  readonly name: string;
  /** `passRate`, `errorRate`, `costUsd`, `latencyMs.p95`, a named metric … */
  readonly metric: string;
  readonly min?: number;
  readonly max?: number;
  readonly slice?: Readonly<Record<string, string>>;
  readonly at: SourceLocation;
}
