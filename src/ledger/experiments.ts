import type { Database } from "better-sqlite3";
import { MlxError } from "../core/errors.js";
import type { Experiment } from "../runs/types.js";
import { Query } from "./query.js";

interface Row {
  readonly id: number;
  readonly name: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly deleted: number;
}

export interface ExperimentChange {
  readonly name?: string;
  readonly deleted?: boolean;
  readonly tags?: Readonly<Record<string, string | null>>;
}

const columns = "id, name, created_at, updated_at, deleted";
const all = new Query<Row>(`SELECT ${columns} FROM experiments ORDER BY id`);
const byId = new Query<Row>(`SELECT ${columns} FROM experiments WHERE id = ?`);
const byName = new Query<Row>(`SELECT ${columns} FROM experiments WHERE name = ?`);
const insert = new Query("INSERT INTO experiments (name, created_at, updated_at) VALUES (?, ?, ?)");
const update = new Query("UPDATE experiments SET name = ?, deleted = ?, updated_at = ? WHERE id = ?");
const tags = new Query<{ readonly key: string; readonly value: string }>(
  "SELECT key, value FROM experiment_tags WHERE experiment = ? ORDER BY key",
);
const putTag = new Query(
  `INSERT INTO experiment_tags (experiment, key, value) VALUES (?, ?, ?)
   ON CONFLICT DO UPDATE SET value = excluded.value`,
);
const removeTag = new Query("DELETE FROM experiment_tags WHERE experiment = ? AND key = ?");

export function listExperiments(database: Database, view: "active" | "deleted" | "all"): Experiment[] {
  const rows = all.on(database).all();
  const wanted = rows.filter((row) => view === "all" || (row.deleted !== 0) === (view === "deleted"));
  return wanted.map((row) => experimentOf(database, row));
}

export function findExperiment(
  database: Database,
  which: { readonly id: number } | { readonly name: string },
): Experiment | undefined {
  const row = "id" in which ? byId.on(database).get(which.id) : byName.on(database).get(which.name);
  return row === undefined ? undefined : experimentOf(database, row);
}

/** The experiment of that name, deleted or not, made if absent. */
export function obtainExperiment(database: Database, name: string, now: number): Experiment {
  const there = findExperiment(database, { name });
  if (there !== undefined) return there;
  const id = Number(insert.on(database).run(name, now, now).lastInsertRowid);
  return { id, name, createdAt: now, updatedAt: now, deleted: false, tags: {} };
}

/** As `obtainExperiment`. @throws {MlxError} `MLX_EXPERIMENT_DELETED`, exit 2, if it was deleted. */
export function activeExperiment(database: Database, name: string, now: number): Experiment {
  const experiment = obtainExperiment(database, name, now);
  if (!experiment.deleted) return experiment;
  throw new MlxError("MLX_EXPERIMENT_DELETED", `the experiment ${JSON.stringify(name)} was deleted`, {
    hint: "choose another name, or restore it: restore_experiment of an MLflow client",
    exitCode: 2,
  });
}

export function changeExperiment(
  database: Database,
  id: number,
  change: ExperimentChange,
  now: number,
): void {
  const row = byId.on(database).get(id);
  if (row === undefined) {
    throw new MlxError("MLX_EXPERIMENT_NOT_FOUND", `there is no experiment ${id}`, { exitCode: 2 });
  }
  const name = change.name ?? row.name;
  const deleted = Number(change.deleted ?? row.deleted !== 0);
  if (id === 0 && (name !== row.name || deleted !== row.deleted)) {
    throw new MlxError(
      "MLX_EXPERIMENT_DEFAULT",
      "the Default experiment stays: it cannot be renamed or deleted",
      {
        exitCode: 2,
      },
    );
  }
  if (name !== row.name && byName.on(database).get(name) !== undefined) {
    throw new MlxError("MLX_EXPERIMENT_EXISTS", `there is an experiment ${JSON.stringify(name)} already`, {
      hint: "choose another name; deleted experiments keep theirs",
      exitCode: 2,
    });
  }
  update.on(database).run(name, deleted, now, id);
  for (const [key, value] of Object.entries(change.tags ?? {})) {
    if (value === null) removeTag.on(database).run(id, key);
    else putTag.on(database).run(id, key, value);
  }
}

function experimentOf(database: Database, row: Row): Experiment {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deleted: row.deleted !== 0,
    tags: Object.fromEntries(
      tags
        .on(database)
        .all(row.id)
        .map(({ key, value }) => [key, value]),
    ),
  };
}
