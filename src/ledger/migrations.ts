import type { Database } from "better-sqlite3";
import { MlxError } from "../core/errors.js";
import { schemaSteps } from "./schema.js";

/**
 * Brings a ledger up to date: all steps in one transaction, the version in `user_version`.
 * @param backup is called before an older ledger that holds something is changed, while no other process can write.
 * @throws MlxError `MLX_LEDGER_NEWER` if a newer mlx has written it.
 */
export function migrate(database: Database, path: string, backup: (version: number) => void): void {
  if (versionOf(database) === schemaSteps.length) return;
  database
    .transaction(() => {
      // Read again under the lock: another process may have migrated meanwhile.
      const version = versionOf(database);
      if (version > schemaSteps.length) throw newer(path, version);
      if (version > 0 && version < schemaSteps.length) backup(version);
      for (const step of schemaSteps.slice(version)) database.exec(step);
      database.pragma(`user_version = ${schemaSteps.length}`);
    })
    .immediate();
}

function versionOf(database: Database): number {
  const version = database.pragma("user_version", { simple: true });
  return typeof version === "number" ? version : 0;
}

function newer(path: string, version: number): MlxError {
  return new MlxError(
    "MLX_LEDGER_NEWER",
    `${path} was written by a newer mlx (ledger version ${version}; this one knows ${schemaSteps.length})`,
    { hint: "update mlx: npm install --global mlx-cli@latest" },
  );
}
