import type { FindingLevel, ModelFinding } from "./verdict.js";

/** Of each level, so that many of one kind never keep one of another out. */
const mostOfLevel = 500;

/** Findings in the order in which they were made, each once, and no more than anybody reads. */
export class FindingList {
  readonly #findings = new Map<string, ModelFinding>();
  readonly #counts = new Map<FindingLevel, number>();

  /** @param wherever the same finding at another place is the same. */
  constructor(private readonly wherever = false) {}

  add(...findings: readonly ModelFinding[]): void {
    for (const finding of findings) {
      const { rule, level, what, where } = finding;
      const key = `${rule} ${level} ${what} ${this.wherever ? "" : where}`;
      const count = this.#counts.get(level) ?? 0;
      if (count >= mostOfLevel || this.#findings.has(key)) continue;
      this.#counts.set(level, count + 1);
      this.#findings.set(key, finding);
    }
  }

  get all(): ModelFinding[] {
    return [...this.#findings.values()];
  }
}
