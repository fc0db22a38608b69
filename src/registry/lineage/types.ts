/** What a node of a lineage stands for, from where it comes to where it goes. */
export const lineageKinds = [
  ...(["data", "prompt", "base", "code", "environment", "run", "model", "suite", "monitor"] as const),
  ...(["reproduction", "alias"] as const),
] as const;
export type LineageKind = (typeof lineageKinds)[number];

export interface LineageNode {
  /** Unique in its graph. */
  readonly id: string;
  readonly kind: LineageKind;
  /** What people know it by: a path, `penguins@3`, the name of a run. */
  readonly label: string;
  /** More about it, the most telling first. */
  readonly details: readonly string[];
  /** How it came out, where it says so. */
  readonly state?: "good" | "bad" | "unclear";
}

/** Something went from one node into another. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
}

/** Where versions come from and where they went. It has no circles: edges lead from earlier kinds to later ones. */
export interface LineageGraph {
  /** By kind, then in the order in which they were found. */
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}
