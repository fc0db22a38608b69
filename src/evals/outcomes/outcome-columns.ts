import type { CaseResult } from "../types.js";
import { type OutcomeResult, OutcomesBuilder } from "./outcomes-builder.js";
import { SharedValues } from "./shared-values.js";
import type { CaseOutcome } from "./types.js";

/** What many cases have in common. */
type Shared = Pick<CaseResult, "prompt" | "provider" | "slices" | "critical">;

type Made = { -readonly [Key in keyof OutcomeResult]: OutcomeResult[Key] };

const noGrades: OutcomeResult["grades"] = [];

const statuses = ["passed", "failed", "errored"] as const;

/**
 * Keeps of each result what estimates need in some 70 bytes, a third of an outcome, and makes outcomes of them at the end: an evaluation that is
 * compared with nothing needs them for a moment only. What cases were asked and graded by, and who judged, is not kept.
 */
export class OutcomeColumns {
  readonly #values = new SharedValues();
  readonly #shared: Shared[] = [];
  readonly #places = new Map<string, number>();
  readonly #tests: string[] = [];
  readonly #clusters: (string | undefined)[] = [];
  /** Places in `#shared`. */
  readonly #groups: number[] = [];
  #lastGroup: (Shared & { readonly place: number }) | undefined;
  readonly #statuses: number[] = [];
  /** NaN where there is none. */
  readonly #scores: number[] = [];
  readonly #named = new Map<string, number[]>();

  add(result: OutcomeResult): void {
    const { test, cluster, status, score, namedScores } = result;
    const row = this.#tests.length;
    this.#tests.push(test);
    this.#clusters.push(cluster === undefined ? undefined : this.#values.text(cluster));
    this.#groups.push(this.#groupOf(result));
    this.#statuses.push(statuses.indexOf(status));
    this.#scores.push(score ?? Number.NaN);
    for (const [name, value] of Object.entries(namedScores)) {
      let column = this.#named.get(name);
      if (column === undefined) {
        column = [];
        this.#named.set(name, column);
      }
      while (column.length < row) column.push(Number.NaN);
      column.push(value);
    }
  }

  /** By prompt, provider and id. */
  finish(): readonly CaseOutcome[] {
    const builder = new OutcomesBuilder();
    for (const [row, test] of this.#tests.entries()) {
      const shared = this.#shared[this.#groups[row] ?? 0];
      if (shared === undefined) continue;
      const { prompt, provider, slices, critical } = shared;
      const status = statuses[this.#statuses[row] ?? 0] ?? "errored";
      const namedScores = this.#namedIn(row);
      const made: Made = { test, prompt, provider, slices, critical, status, namedScores, grades: noGrades };
      const score = this.#scores[row] ?? Number.NaN;
      if (!Number.isNaN(score)) made.score = score;
      const cluster = this.#clusters[row];
      if (cluster !== undefined) made.cluster = cluster;
      builder.add(made);
    }
    return builder.finish();
  }

  #groupOf({ prompt, provider, slices, critical }: OutcomeResult): number {
    const last = this.#lastGroup;
    // Most cases are like the one before.
    if (
      last?.prompt === prompt &&
      last.provider === provider &&
      last.critical === critical &&
      sameSlices(last.slices, slices)
    )
      return last.place;
    const key = JSON.stringify([prompt, provider, critical, slices]);
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#shared.length;
      this.#shared.push({ prompt, provider, slices, critical });
      this.#places.set(key, place);
    }
    this.#lastGroup = { prompt, provider, slices, critical, place };
    return place;
  }

  #namedIn(row: number): CaseResult["namedScores"] {
    if (this.#named.size === 0) return {};
    const scores = [...this.#named].flatMap(([name, column]) => {
      const value = column[row] ?? Number.NaN;
      return Number.isNaN(value) ? [] : [[name, value] as const];
    });
    return Object.fromEntries(scores);
  }
}

function sameSlices(a: Shared["slices"], b: Shared["slices"]): boolean {
  if (a === b) return true;
  for (const name in a) if (a[name] !== b[name]) return false;
  for (const name in b) if (!Object.hasOwn(a, name)) return false;
  return true;
}
