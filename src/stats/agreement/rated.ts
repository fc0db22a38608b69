/** One case as two judges put it, each into a category by its place, from 0. */
export interface Rated {
  /** Rows of the table: people, where one side is the measure of the other. */
  readonly first: number;
  /** Columns. */
  readonly second: number;
  /** Cases of one cluster are not independent. */
  readonly cluster: string;
}

/** How much a disagreement counts: `none`, each alike; else by how far apart the categories are, or by the square of that. */
export type KappaWeights = "none" | "linear" | "quadratic";
