import type { PageGrader } from "./page-data.js";
import type { TextPool } from "./text-pool.js";

/** The graders of a page, each once. */
export class GraderTable {
  readonly all: PageGrader[] = [];
  readonly #places = new Map<string, number>();

  placeOf(
    grader: { readonly type: string; readonly metric?: string; readonly inSet: boolean },
    pool: TextPool,
  ): number {
    const { type, metric, inSet } = grader;
    const key = JSON.stringify([type, metric, inSet]);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.all.length;
    this.all.push({
      type: pool.name(type),
      ...(metric !== undefined && { metric: pool.name(metric) }),
      ...(inSet && { inSet: true }),
    });
    this.#places.set(key, place);
    return place;
  }
}
