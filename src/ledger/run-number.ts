import type { Database } from "better-sqlite3";
import { MlxError } from "../core/errors.js";
import type { RunId } from "../runs/types.js";
import { Query } from "./query.js";

const numberOf = new Query<{ readonly num: number }>("SELECT num FROM runs WHERE id = ?");

/** The number by which this ledger's tables name a run; `undefined` if it has none of that id. */
export function findRunNumber(database: Database, id: RunId): number | undefined {
  return numberOf.on(database).get(id)?.num;
}

/** @throws {MlxError} `MLX_RUN_NOT_FOUND`, exit 2. */
export function runNumber(database: Database, id: RunId): number {
  const number = findRunNumber(database, id);
  if (number !== undefined) return number;
  throw new MlxError("MLX_RUN_NOT_FOUND", `there is no run ${id}`, {
    hint: "see them: mlx runs list; a run of another computer comes with: mlx runs pull",
    exitCode: 2,
  });
}
