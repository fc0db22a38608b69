import type { Database } from "better-sqlite3";
import { MlxError } from "../core/errors.js";

/** Each step brings a ledger from the version before it (its place here, counted from 0) to the next; a released step never changes. */
const migrations: readonly string[] = [
  `CREATE TABLE multipart_uploads (
     store TEXT NOT NULL,
     sha256 TEXT NOT NULL,
     upload_id TEXT NOT NULL,
     part_size INTEGER NOT NULL,
     PRIMARY KEY (store, sha256)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE multipart_parts (
     store TEXT NOT NULL,
     sha256 TEXT NOT NULL,
     number INTEGER NOT NULL,
     etag TEXT NOT NULL,
     part_sha256 TEXT NOT NULL,
     PRIMARY KEY (store, sha256, number),
     FOREIGN KEY (store, sha256) REFERENCES multipart_uploads ON DELETE CASCADE
   ) STRICT, WITHOUT ROWID;`,
];

/**
 * Brings a ledger up to date: all steps in one transaction, the version in `user_version`.
 * @throws MlxError `MLX_LEDGER_NEWER` if a newer mlx has written it.
 */
export function migrate(database: Database, path: string): void {
  if (versionOf(database) === migrations.length) return;
  database
    .transaction(() => {
      // Read again under the lock: another process may have migrated meanwhile.
      const version = versionOf(database);
      if (version > migrations.length) throw newer(path, version);
      for (const step of migrations.slice(version)) database.exec(step);
      database.pragma(`user_version = ${migrations.length}`);
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
    `${path} was written by a newer mlx (ledger version ${version}; this one knows ${migrations.length})`,
    { hint: "update mlx: npm install --global mlx-cli@latest" },
  );
}
