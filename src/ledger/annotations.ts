import type { Database } from "better-sqlite3";
import { lastTime } from "../core/format-time.js";
import type { Annotation } from "../runs/types.js";
import { requireFittingText } from "./fit-record.js";
import { Query } from "./query.js";

const all = new Query<{ readonly key: string; readonly value: string | null; readonly at: number }>(
  "SELECT key, value, at FROM annotations WHERE run = ? ORDER BY key",
);
const one = new Query<Annotation>("SELECT value, at FROM annotations WHERE run = ? AND key = ?");
const put = new Query(
  `INSERT INTO annotations (run, key, value, at) VALUES (?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at`,
);
const tags = new Query<{ readonly key: string; readonly value: string }>(
  `SELECT key, value FROM annotations
   WHERE run = ? AND key >= 'tag:' AND key < 'tag;' AND value IS NOT NULL ORDER BY key`,
);
const copyName = new Query("UPDATE runs SET name = ? WHERE num = ?");
const copyDeletion = new Query("UPDATE runs SET deleted_at = ? WHERE num = ?");

const tagPrefix = "tag:";

/** Key of the annotation that holds a tag. */
export function tagAnnotation(key: string): string {
  return tagPrefix + key;
}

export function annotationsOf(database: Database, run: number): Record<string, Annotation> {
  const rows = all.on(database).all(run);
  return Object.fromEntries(rows.map(({ key, value, at }) => [key, { value, at }]));
}

export function tagsOf(database: Database, run: number): Record<string, string> {
  const rows = tags.on(database).all(run);
  // Not by substr(), which ends a text at a zero byte.
  return Object.fromEntries(rows.map(({ key, value }) => [key.slice(tagPrefix.length), value]));
}

/**
 * Sets an annotation here and now. It counts as later than what is there, even if that is of the same millisecond or
 * of a clock that is ahead.
 * @param value null removes. @throws {MlxError} `MLX_INVALID_RECORD`, exit 2: a tag that no bundle could carry.
 */
export function annotate(
  database: Database,
  run: number,
  key: string,
  value: string | null,
  now: number,
): void {
  if (key.startsWith(tagPrefix)) requireFittingText("tag", key.slice(tagPrefix.length), value);
  const before = one.on(database).get(run, key);
  if (before === undefined ? value === null : before.value === value) return;
  const at = before === undefined ? now : Math.min(Math.max(now, before.at + 1), lastTime);
  storeAnnotation(database, run, key, { value, at });
}

/** Stores an annotation as it is, and its copy among the run's columns. */
export function storeAnnotation(
  database: Database,
  run: number,
  key: string,
  { value, at }: Annotation,
): void {
  put.on(database).run(run, key, value, at);
  if (key === "name") copyName.on(database).run(value ?? "", run);
  if (key === "deleted") copyDeletion.on(database).run(value === null ? null : Number(value), run);
}
