import type { Engine } from "./engine.js";
import type { StreamedText } from "./streamed-text.js";
import type { SourceColumn, SourceFormat, SqlValue, TableSource } from "./table-source.js";
import type { UnorderedRows } from "./unordered-rows.js";

type Facts = Pick<TableSource, "file" | "path" | "format" | "columns" | "notes" | "table" | "rowNumber"> & {
  readonly text?: StreamedText;
  readonly unordered?: UnorderedRows;
};

/** A table of an engine's database. */
export class EngineSource implements TableSource {
  readonly file: string;
  readonly path: string;
  readonly format: SourceFormat;
  readonly columns: readonly SourceColumn[];
  readonly notes: readonly string[];
  readonly table: string;
  readonly rowNumber: string;
  readonly head: string;
  readonly #text: StreamedText | undefined;
  #unordered: UnorderedRows | undefined;
  #isOpen = true;
  #rows: Promise<number> | undefined;

  constructor(
    readonly engine: Engine,
    facts: Facts,
  ) {
    ({
      file: this.file,
      path: this.path,
      format: this.format,
      columns: this.columns,
      notes: this.notes,
      table: this.table,
      rowNumber: this.rowNumber,
    } = facts);
    this.#text = facts.text;
    this.#unordered = facts.unordered;
    this.head = facts.unordered?.head ?? facts.table;
  }

  get isStreamed(): boolean {
    return this.#text?.isStreamed === true;
  }

  async keep(names: readonly string[] = this.columns.map(({ name }) => name)): Promise<void> {
    await this.#text?.keep(names);
  }

  async inOrder(): Promise<void> {
    const unordered = this.#unordered;
    this.#unordered = undefined;
    await unordered?.putInOrder();
  }

  rows(): Promise<number> {
    this.#rows ??= this.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${this.table}`).then(
      ([first]) => first?.rows ?? 0,
    );
    return this.#rows;
  }

  query<T extends object>(sql: string, params?: readonly SqlValue[]): Promise<T[]> {
    return this.engine.query<T>(sql, params);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.engine.close();
  }
}
