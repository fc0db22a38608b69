import type { Database } from "better-sqlite3";
import type { RunContext } from "../runs/types.js";
import { Query } from "./query.js";

const put = new Query(
  "INSERT INTO run_context (run, part, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
);
const all = new Query<{ readonly part: string; readonly json: string }>(
  "SELECT part, json FROM run_context WHERE run = ? ORDER BY part",
);

/** Replaces those parts of a run's context that are given. */
export function storeContext(database: Database, run: number, context: RunContext): void {
  for (const [part, value] of Object.entries(context)) {
    if (value !== undefined) put.on(database).run(run, part, JSON.stringify(value));
  }
}

export function contextOf(database: Database, run: number): RunContext {
  return Object.fromEntries(
    all
      .on(database)
      .all(run)
      .map(({ part, json }): [string, unknown] => [part, JSON.parse(json)]),
  );
}
