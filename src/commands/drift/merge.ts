import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { readBytes } from "../../app/drift/read-baseline-file.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { fewOf } from "../../core/few-of.js";
import { displayPath } from "../../core/visible-text.js";
import { mergeHeaders } from "../../drift/merge-headers.js";
import { mergeProfiles } from "../../drift/merge-profiles.js";
import type { DataProfile } from "../../drift/profile.js";
import { isNumeric } from "../../drift/profile-counts.js";
import { isUntold, leastInCell } from "../../drift/redact-numeric.js";
import { readShard, type ShardProfile } from "../../drift/shard.js";
import { writeShard } from "./write-shard.js";

export interface MergeOptions {
  readonly output?: string;
}

/** `mlx drift merge`. Returns the exit code. */
export async function merge(app: App, files: readonly string[], { output }: MergeOptions): Promise<ExitCode> {
  const shards = files.map((file) => ({ file, ...readShard(file, readBytes(resolve(app.cwd, file), file)) }));
  const [first] = shards;
  if (first === undefined) throw differ("no profile is named", "mlx drift merge PROFILE…");
  const other = shards.find(({ baseline }) => baseline.digest !== first.baseline.digest);
  if (other !== undefined) {
    throw differ(
      `${first.file} is on the knots of the baseline ${first.baseline.name} (${first.baseline.digest.slice(0, 12)}), ${other.file} on those of ${other.baseline.name} (${other.baseline.digest.slice(0, 12)})`,
      "profile all shards on one baseline: mlx drift profile --knots BASELINE FILE",
    );
  }
  refuseTwice(shards);
  refuseLacking(shards);
  const header = mergeHeaders(shards);
  // Files without rows may all be the same bytes, and nothing of them goes in.
  const filled = shards.filter((shard) => shard.profile.rows > 0);
  const data = (filled.length === 0 ? shards : filled).flatMap((shard) => shard.data);
  noteUntold(app, shards);
  writeShard(
    app,
    { baseline: first.baseline, data, ...(header && { header }), profile: added(shards) },
    output,
  );
  return ExitCode.ok;
}

function added(shards: readonly ShardProfile[]): DataProfile {
  try {
    return mergeProfiles(shards.map(({ profile }) => profile));
  } catch (error) {
    if (error instanceof RangeError)
      throw differ(
        `the profiles cannot be added: ${error.message}`,
        "profile all shards with one version of mlx",
      );
    throw error;
  }
}

/** Rows that are counted twice would look like drift. */
function refuseTwice(shards: readonly (ShardProfile & { readonly file: string })[]): void {
  const seen = new Map<string, string>();
  for (const { file, data, profile } of shards) {
    if (profile.rows === 0) continue;
    for (const { path, sha256 } of data) {
      const before = seen.get(sha256);
      if (before !== undefined) {
        throw differ(`${before} and ${file} hold the same rows: those of ${path}`, "name each shard once");
      }
      seen.set(sha256, file);
    }
  }
}

/** One baseline for all: they differ in columns only where data lacked some. */
function refuseLacking(shards: readonly (ShardProfile & { readonly file: string })[]): void {
  const owners = new Map(
    shards.flatMap(({ file, profile }) => profile.columns.map(({ name }) => [name, file] as const)),
  );
  for (const { file, data, profile } of shards) {
    const own = new Set(profile.columns.map(({ name }) => name));
    const lacking = [...owners.keys()].filter((name) => !own.has(name));
    const [first] = lacking;
    if (first === undefined) continue;
    const what = `the column${lacking.length === 1 ? "" : "s"} ${fewOf(lacking.map(displayPath), 3)}`;
    const of = fewOf(
      data.map(({ path }) => displayPath(path)),
      2,
    );
    throw differ(
      `${displayPath(file)} lacks ${what}, which ${displayPath(owners.get(first) ?? "")} has`,
      `leave ${displayPath(file)} out, or add what is lacking to its data (${of}) and profile it again`,
    );
  }
}

/** Which columns of the sum will say nothing, and for which shard's sake. */
function noteUntold(app: App, shards: readonly (ShardProfile & { readonly file: string })[]): void {
  if (shards.length < 2) return;
  const files = new Map<string, string>();
  for (const { file, profile } of shards) {
    for (const column of profile.columns)
      if (isNumeric(column.profile) && isUntold(column.profile) && !files.has(column.name))
        files.set(column.name, file);
  }
  for (const [name, file] of files) {
    app.ui.note(
      `${displayPath(name)}: its distribution is left out. It is redacted, and ${displayPath(file)} does not keep it of a part with fewer than ${leastInCell} values: make larger shards`,
    );
  }
}

function differ(message: string, hint: string): MlxError {
  return new MlxError("MLX_PROFILES_DIFFER", message, { hint, exitCode: 2 });
}
