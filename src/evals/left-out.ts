import type { SourceLocation } from "../core/errors.js";

/** Something that a suite asks for and mlx does not do. */
export interface LeftOut {
  readonly what: string;
  /** Why, and what to do instead. */
  readonly reason: string;
  readonly at: SourceLocation;
}
