import { EngineSource } from "./engine-source.js";
import { quoteName, type TableSource } from "./table-source.js";

/**
 * Some rows of a source as a source of its own, which stays readable when the other is closed. Close it as soon as it is done with: it
 * holds a copy of its rows.
 * @param condition an expression of SQL over the source's columns.
 */
export async function partOfSource(source: TableSource, condition: string): Promise<TableSource> {
  if (!(source instanceof EngineSource)) throw new TypeError("parts are taken of what openSource opened");
  const { engine } = source;
  const table = quoteName(engine.newName());
  const columns = source.columns.map(({ name }) => quoteName(name)).join(", ");
  await engine.run(`CREATE TABLE ${table} AS SELECT ${columns} FROM ${source.table} WHERE ${condition}`);
  engine.share();
  const { file, path, format, notes } = source;
  return new PartSource(engine, {
    ...{ file, path, format, notes, table },
    columns: source.columns,
    rowNumber: "rowid + 1",
  });
}

class PartSource extends EngineSource {
  #isThere = true;

  override async close(): Promise<void> {
    if (this.#isThere) {
      this.#isThere = false;
      await this.engine.run(`DROP TABLE ${this.table}`);
    }
    await super.close();
  }
}
