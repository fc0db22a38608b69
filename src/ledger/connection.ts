import type { Database } from "better-sqlite3";
import { ledgerError, readOnlyError } from "./ledger-error.js";
import type { Ledger } from "./open-ledger.js";
import { Query } from "./query.js";

const begin = new Query("BEGIN");
const beginWriting = new Query("BEGIN IMMEDIATE");
const commit = new Query("COMMIT");
const rollback = new Query("ROLLBACK");

/** Transactions on a ledger, with the errors of SQLite in words. */
export class Connection {
  /** The numbers of metric keys seen so far; they never change once they are committed. */
  readonly metricKeys = new Map<string, number>();

  constructor(readonly ledger: Ledger) {}

  get database(): Database {
    return this.ledger.database;
  }

  /** Runs `work` on one state of the ledger, whatever others write meanwhile. */
  read<T>(work: (database: Database) => T): T {
    return this.#within(begin, work);
  }

  /** Runs `work` as the only writer; all of it is stored when this returns, or nothing when it throws. */
  write<T>(work: (database: Database) => T): T {
    if (this.ledger.readOnly) throw readOnlyError(this.ledger.path);
    return this.#within(beginWriting, work);
  }

  #within<T>(start: Query, work: (database: Database) => T): T {
    const { database, path } = this.ledger;
    try {
      start.on(database).run();
      try {
        const result = work(database);
        commit.on(database).run();
        return result;
      } catch (error) {
        this.metricKeys.clear();
        // A full disk has rolled it back already.
        if (database.inTransaction) rollback.on(database).run();
        throw error;
      }
    } catch (error) {
      throw ledgerError(error, path, database);
    }
  }
}
