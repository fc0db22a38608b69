import type { Database, Statement } from "better-sqlite3";

export type Bindable = string | number | null | Uint8Array;

/** A statement with the shape of its rows; each database prepares it once, when it is first used there. */
export class Query<Row = never> {
  readonly #prepared = new WeakMap<Database, Statement<Bindable[], Row>>();

  /** @param form of a row: an object, or the list of its columns, which is faster for many. */
  constructor(
    readonly sql: string,
    readonly form: "object" | "list" = "object",
  ) {}

  on(database: Database): Statement<Bindable[], Row> {
    const known = this.#prepared.get(database);
    if (known !== undefined) return known;
    const statement = database.prepare<Bindable[], Row>(this.sql);
    if (this.form === "list") statement.raw();
    this.#prepared.set(database, statement);
    return statement;
  }
}
