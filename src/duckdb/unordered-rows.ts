import type { Engine } from "./engine.js";
import { quoteName } from "./table-source.js";

const headRows = 10_000;

/** A table of a file, and what reads it. */
interface FilledTable {
  readonly engine: Engine;
  readonly table: string;
  /** What to select the rows from, in the order of the file. */
  readonly scan: string;
}

/** A table whose rows are in any order: its first rows as the file has them, and a way back to the order of the file. */
export class UnorderedRows {
  private constructor(
    private readonly filled: FilledTable,
    private readonly refine: () => Promise<void>,
    /** A table of the first 10,000 rows, quoted. */
    readonly head: string,
  ) {}

  /** @param refine gives the columns of a table that was filled anew their types. */
  static async of(filled: FilledTable, refine: () => Promise<void>): Promise<UnorderedRows> {
    const head = quoteName(filled.engine.newName());
    await filled.engine.run(`CREATE TEMP TABLE ${head} AS SELECT * FROM ${filled.scan} LIMIT ${headRows}`);
    return new UnorderedRows(filled, refine, head);
  }

  /** Reads the file once more. */
  async putInOrder(): Promise<void> {
    const { engine, table, scan } = this.filled;
    await engine.run(`DROP TABLE ${table}`);
    await engine.fill(`CREATE TABLE ${table} AS SELECT * FROM ${scan}`);
    await this.refine();
  }
}
