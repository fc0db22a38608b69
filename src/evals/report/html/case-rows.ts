import type { CaseOutcome } from "../../outcomes/types.js";
import type { CaseResult } from "../../types.js";
import { GraderTable } from "./grader-table.js";
import type { PageCombination, PageData, PageRow } from "./page-data.js";
import { outcomeRow, pageRow, type RowTables } from "./page-row.js";
import { TextPool } from "./text-pool.js";

/** Bytes of all rows of a page, so that it stays under two megabytes with its charts and its script. */
const budget = 1_450_000;

/** The rows of a page, made as the results come by; nothing longer than what they show is kept. */
export class CaseRows {
  readonly #tables: RowTables;
  readonly #rows: PageRow[] = [];
  readonly #combinations: PageCombination[] = [];
  readonly #places = new Map<string, number>();
  #leftOut = 0;

  /** @param expected how many rows will come. */
  constructor(expected: number) {
    this.#tables = { pool: new TextPool(budget, expected), graders: new GraderTable() };
  }

  get count(): number {
    return this.#rows.length;
  }

  add(result: CaseResult, flip: PageRow["flip"], side?: 0 | 1): void {
    const combination = this.#combination(result, side);
    this.#rows.push(pageRow(result, { combination, ...(flip && { flip }) }, this.#tables));
  }

  addOutcome(outcome: CaseOutcome, flip: PageRow["flip"], side: 0 | 1): void {
    const combination = this.#combination(outcome, side);
    this.#rows.push(outcomeRow(outcome, { combination, ...(flip && { flip }) }, this.#tables));
  }

  leaveOut(): void {
    this.#leftOut++;
  }

  /** @param show as `PageData` has it. */
  finish(show: PageData["show"]): PageData {
    return {
      show,
      texts: this.#tables.pool.texts,
      graders: this.#tables.graders.all,
      combinations: this.#combinations,
      rows: this.#rows,
      leftOut: this.#leftOut,
    };
  }

  #combination(
    { prompt, provider }: Pick<CaseResult, "prompt" | "provider">,
    side: 0 | 1 | undefined,
  ): number {
    const key = JSON.stringify([prompt, provider, side]);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.#combinations.length;
    this.#combinations.push({ prompt, provider, ...(side !== undefined && { side }) });
    this.#places.set(key, place);
    return place;
  }
}
