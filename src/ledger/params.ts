import type { Database } from "better-sqlite3";
import { MlxError } from "../core/errors.js";
import type { RunId } from "../runs/types.js";
import { requireFittingText } from "./fit-record.js";
import { Query } from "./query.js";

interface Row {
  readonly key: string;
  readonly value: string;
}

const insert = new Query("INSERT OR IGNORE INTO params (run, key, value) VALUES (?, ?, ?)");
const find = new Query<Row>("SELECT key, value FROM params WHERE run = ? AND key = ?");
const all = new Query<Row>("SELECT key, value FROM params WHERE run = ? ORDER BY key");

/**
 * Stores parameters, each once for good.
 * @throws {MlxError} `MLX_PARAM_CONFLICT`, exit 2: one has another value already. @throws {MlxError} `MLX_INVALID_RECORD`, exit 2.
 */
export function storeParams(
  database: Database,
  run: number,
  id: RunId,
  params: Readonly<Record<string, string>>,
): void {
  for (const [key, value] of Object.entries(params)) {
    requireFittingText("parameter", key, value);
    if (insert.on(database).run(run, key, value).changes > 0) continue;
    const before = find.on(database).get(run, key);
    if (before === undefined || before.value === value) continue;
    const name = JSON.stringify(key);
    const [kept, refused] = [before.value, value].map((text) => JSON.stringify(text));
    const message = `the parameter ${name} of run ${id} is ${kept} already and cannot become ${refused}`;
    throw new MlxError("MLX_PARAM_CONFLICT", message, {
      hint: "a parameter is set once; log what changes as a metric or a tag, or begin another run",
      exitCode: 2,
    });
  }
}

export function paramsOf(database: Database, run: number): Record<string, string> {
  return Object.fromEntries(
    all
      .on(database)
      .all(run)
      .map(({ key, value }) => [key, value]),
  );
}
