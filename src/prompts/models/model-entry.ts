import type { ModelFacts } from "../../core/settings.js";

/**
 * One model of the table. What is left out is not known: no price and no date is a guess. `pinned: false` marks a name that
 * moves although no fixed one exists.
 */
export interface ModelEntry extends ModelFacts {
  /** As the provider writes it; a name with a date or version where there is one. */
  readonly name: string;
  /** Names that the provider moves from model to model; on the day of the table they stood for this one. */
  readonly moving?: readonly string[];
  /** What the provider recommends in its place. */
  readonly successor?: string;
}
