/**
 * Each step brings a ledger from the version before it (its place here, counted from 0) to the next; a released step
 * never changes. Times are epoch milliseconds. SQLite stores NaN as NULL: a value that is NaN is kept as 0 beside
 * `number` 0, which also sorts it below all numbers.
 */
export const schemaSteps: readonly string[] = [
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

  `CREATE TABLE experiments (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE,
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL,
     deleted INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   INSERT INTO experiments (id, name, created_at, updated_at)
     SELECT 0, 'Default', now, now FROM (SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now);
   CREATE TABLE experiment_tags (
     experiment INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (experiment, key)
   ) STRICT, WITHOUT ROWID;

   -- "num" is never used again, so that a process that still holds one cannot write to another run.
   CREATE TABLE runs (
     num INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     experiment INTEGER NOT NULL REFERENCES experiments,
     name TEXT NOT NULL,
     kind TEXT NOT NULL,
     command_id TEXT,
     status TEXT NOT NULL,
     start_time INTEGER NOT NULL,
     end_time INTEGER,
     exit_code INTEGER,
     signal TEXT,
     user TEXT,
     git_commit TEXT,
     git_branch TEXT,
     git_dirty INTEGER NOT NULL,
     deleted_at INTEGER,
     owner TEXT,
     heartbeat INTEGER,
     spool_offset INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE INDEX runs_by_start ON runs (start_time DESC, id);
   CREATE INDEX runs_by_command ON runs (command_id) WHERE command_id IS NOT NULL;
   CREATE INDEX runs_running ON runs (owner) WHERE status = 'running';

   -- One row for each part of the context: most readers need few of them, and some are large.
   CREATE TABLE run_context (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     part TEXT NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (run, part)
   ) STRICT;
   CREATE INDEX run_logs ON run_context (run) WHERE part = 'log';
   -- "name", "deleted" and "tag:<key>"; a removed one stays with NULL. The first two are copied to "runs".
   CREATE TABLE annotations (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     key TEXT NOT NULL,
     value TEXT,
     at INTEGER NOT NULL,
     PRIMARY KEY (run, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE params (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (run, key)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE metric_keys (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
   CREATE TABLE metric_points (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     key INTEGER NOT NULL,
     step INTEGER NOT NULL,
     timestamp INTEGER NOT NULL,
     number INTEGER NOT NULL,
     value REAL NOT NULL,
     PRIMARY KEY (run, key, step, timestamp, number, value)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE latest_metrics (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     key INTEGER NOT NULL,
     step INTEGER NOT NULL,
     timestamp INTEGER NOT NULL,
     number INTEGER NOT NULL,
     value REAL NOT NULL,
     PRIMARY KEY (run, key)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX latest_metrics_by_key ON latest_metrics (key, run, number, value);

   CREATE TABLE artifacts (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     path TEXT NOT NULL,
     sha256 TEXT NOT NULL,
     size INTEGER NOT NULL,
     logged_at INTEGER NOT NULL,
     PRIMARY KEY (run, path)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE checkpoints (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     step INTEGER NOT NULL,
     path TEXT NOT NULL,
     logged_at INTEGER NOT NULL,
     PRIMARY KEY (run, step, path)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE dataset_inputs (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     name TEXT NOT NULL,
     digest TEXT NOT NULL,
     context TEXT,
     json TEXT NOT NULL,
     PRIMARY KEY (run, name, digest)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE logged_models (
     id TEXT PRIMARY KEY,
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     created_at INTEGER NOT NULL,
     json TEXT NOT NULL
   ) STRICT;
   CREATE INDEX logged_models_by_run ON logged_models (run);
   CREATE TABLE shared_runs (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
     remote TEXT NOT NULL,
     PRIMARY KEY (run, remote)
   ) STRICT, WITHOUT ROWID;`,

  `CREATE TABLE evaluations (
     id TEXT PRIMARY KEY,
     suite TEXT NOT NULL,
     file TEXT NOT NULL,
     name TEXT,
     format TEXT NOT NULL,
     status TEXT NOT NULL,
     verdict TEXT,
     started INTEGER NOT NULL,
     ended INTEGER,
     git_commit TEXT,
     git_dirty INTEGER NOT NULL,
     planned INTEGER,
     results TEXT NOT NULL,
     digests TEXT NOT NULL,
     options TEXT NOT NULL,
     summary TEXT,
     gates TEXT,
     owner TEXT,
     heartbeat INTEGER
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX evaluations_by_suite ON evaluations (suite, id);
   CREATE INDEX evaluations_running ON evaluations (owner) WHERE status = 'running';`,

  `ALTER TABLE evaluations ADD COLUMN comparison TEXT;`,

  `CREATE TABLE drift_checks (
     id TEXT PRIMARY KEY,
     monitor TEXT NOT NULL,
     started INTEGER NOT NULL,
     verdict TEXT NOT NULL,
     reason TEXT NOT NULL,
     data TEXT NOT NULL,
     sha256 TEXT NOT NULL,
     baseline TEXT NOT NULL,
     rows INTEGER NOT NULL,
     columns INTEGER NOT NULL,
     drifted INTEGER NOT NULL,
     git_commit TEXT,
     git_dirty INTEGER NOT NULL,
     document BLOB NOT NULL
   ) STRICT;
   CREATE INDEX drift_checks_by_monitor ON drift_checks (monitor, id);`,
];
