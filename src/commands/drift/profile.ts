import type { App } from "../../app/app.js";
import { lostText, lostValues } from "../../app/drift/lost-values.js";
import { openDataSource } from "../../app/drift/open-data.js";
import { readBaselineFile } from "../../app/drift/read-baseline-file.js";
import { requireColumns } from "../../app/drift/require-columns.js";
import { ExitCode } from "../../core/exit-codes.js";
import { profileSource } from "../../duckdb/profile-source.js";
import { writeShard } from "./write-shard.js";

export interface ProfileOptions {
  readonly knots: string;
  readonly output?: string;
}

/** `mlx drift profile`. Returns the exit code. */
export async function profile(app: App, file: string, { knots, output }: ProfileOptions): Promise<ExitCode> {
  const baseline = await readBaselineFile(app, knots);
  const source = await openDataSource(app, file, { anyOrder: true });
  requireColumns(source);
  const columns = baseline.profile.columns.map(({ name, profile: { kind } }) => ({ name, kind }));
  const taken = await profileSource(source, columns, baseline.profile);
  for (const each of await lostValues(source, taken)) app.ui.note(lostText(each));
  const shard = {
    baseline: { name: baseline.name, digest: baseline.digest },
    data: [{ path: file, sha256: await source.digest() }],
    profile: taken,
  };
  writeShard(app, shard, output);
  return ExitCode.ok;
}
