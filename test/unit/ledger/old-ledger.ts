import Sqlite from "better-sqlite3";
import { sha256Of } from "../../../src/core/sha256.js";

/** The first format, as mlx 0.1 wrote it, with one unfinished upload. Left open in WAL mode if asked. */
export function oldLedger(path: string, keepOpen = false): Sqlite.Database {
  const database = new Sqlite(path);
  database.pragma("journal_mode = WAL");
  database.exec(`
    CREATE TABLE multipart_uploads (
      store TEXT NOT NULL, sha256 TEXT NOT NULL, upload_id TEXT NOT NULL, part_size INTEGER NOT NULL,
      PRIMARY KEY (store, sha256)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE multipart_parts (
      store TEXT NOT NULL, sha256 TEXT NOT NULL, number INTEGER NOT NULL, etag TEXT NOT NULL, part_sha256 TEXT NOT NULL,
      PRIMARY KEY (store, sha256, number),
      FOREIGN KEY (store, sha256) REFERENCES multipart_uploads ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;`);
  database
    .prepare("INSERT INTO multipart_uploads VALUES ('s3://bucket/a', ?, 'u1', 8)")
    .run(sha256Of("object"));
  if (!keepOpen) database.close();
  return database;
}
