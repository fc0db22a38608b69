import type { SourceLocation } from "../core/errors.js";

/** A metric that is computed from the named scores. */
export interface DerivedMetric {
  readonly name: string;
  readonly expression: string;
  readonly at: SourceLocation;
}
