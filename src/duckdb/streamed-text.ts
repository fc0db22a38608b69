import type { Engine } from "./engine.js";
import { quoteName } from "./table-source.js";

interface TextPlan {
  readonly engine: Engine;
  /** A view over the text by now; quoted. */
  readonly table: string;
  /** What the view selects from. */
  readonly scan: string;
  readonly columns: readonly string[];
  /** Reads all columns into a table of the same name, or says where the text is wrong. */
  load(): Promise<void>;
}

/**
 * A delimited text that every query reads anew: for one pass over all of it, to put it into a table would take longer than the pass.
 * Whether the text is well formed shows when a query has read all of its columns.
 */
export class StreamedText {
  #kept: ReadonlySet<string> = new Set();

  private constructor(private readonly plan: TextPlan) {}

  static async over(plan: TextPlan): Promise<StreamedText> {
    await plan.engine.run(`CREATE VIEW ${plan.table} AS SELECT * FROM ${plan.scan}`);
    return new StreamedText(plan);
  }

  get isStreamed(): boolean {
    return this.#kept.size === 0;
  }

  /** Puts columns into a table that takes the view's place. Some alone only once a query has read all of them: the engine fails badly
   * where a cell that it passes over is no UTF-8. */
  async keep(names: readonly string[]): Promise<void> {
    const { engine, table, scan, columns, load } = this.plan;
    const wanted = new Set([...this.#kept, ...names]);
    if (wanted.size === this.#kept.size) return;
    await engine.run(`DROP ${this.isStreamed ? "VIEW" : "TABLE"} ${table}`);
    if (wanted.size === columns.length) await load();
    else {
      const some = columns.filter((name) => wanted.has(name)).map(quoteName);
      await engine.fill(`CREATE TABLE ${table} AS SELECT ${some.join(", ")} FROM ${scan}`);
    }
    this.#kept = wanted;
  }
}
