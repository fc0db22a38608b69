import { MlxError } from "../../core/errors.js";
import type { Selection } from "../../data/target.js";
import type { DataFacts, SchemaFacts } from "../../doctor/facts.js";
import type { App } from "../app.js";
import { dataStatus } from "../data/data-status.js";
import { openDataSession, workingPointers } from "../data/session.js";
import { findSchema, schemaNames } from "../schemas/find-schema.js";

export interface TrackedData {
  readonly facts: DataFacts;
  readonly selections: readonly Selection[];
}

/** What is tracked, and whether it is as it was committed. */
export async function readTrackedData(app: App): Promise<TrackedData> {
  const session = await openDataSession(app, { command: "doctor" });
  const { targets, invalid } = await workingPointers(session);
  const selections = targets.map((target) => ({ target }));
  const entries = await dataStatus(session, selections);
  session.statCache.save();
  const unclean = entries.filter(({ state }) => state !== "clean" && state !== "not_cached");
  const changes = await session.git.list([
    "status",
    "--porcelain",
    "-z",
    "--no-renames",
    "--",
    ":(top)*.mlx",
  ]);
  return {
    facts: {
      tracked: targets.length,
      unclean: [...invalid.map(({ path }) => path), ...unclean.map(({ path }) => path)],
      uncommitted: changes.map((line) => line.slice(3)).filter((path) => path !== ".mlx/"),
    },
    selections,
  };
}

const tables = /\.(?:csv|tsv|jsonl|ndjson|parquet)(?:\.gz|\.zst)?$/i;

/** The schemas, and tables among the tracked files that have none. */
export async function readSchemas(app: App, selections: readonly Selection[]): Promise<SchemaFacts> {
  const { root } = await app.workspace();
  const files = selections
    .map(({ target }) => target)
    .filter(({ path, pointer }) => pointer.kind === "file" && tables.test(path));
  const without: string[] = [];
  const top = app.inFolder(root);
  for (const { path } of files) if (!(await hasSchema(top, path))) without.push(path);
  return { names: schemaNames(root), tables: files.length, without };
}

async function hasSchema(app: App, path: string): Promise<boolean> {
  try {
    await findSchema(app, path, undefined);
    return true;
  } catch (error) {
    if (error instanceof MlxError && error.code === "MLX_SCHEMA_NOT_FOUND") return false;
    throw error;
  }
}
