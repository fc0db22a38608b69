import type { App } from "../../app/app.js";
import { dataColumns } from "../../app/drift/data-columns.js";
import { lostText, lostValues } from "../../app/drift/lost-values.js";
import { openDataSource } from "../../app/drift/open-data.js";
import { readBaselineFile } from "../../app/drift/read-baseline-file.js";
import { requireColumns } from "../../app/drift/require-columns.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { fewOf } from "../../core/few-of.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { namesHint } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { DriftBaseline } from "../../drift/baseline.js";
import { type CurrentColumn, needsCounts } from "../../drift/schema-changes.js";
import { profileSource } from "../../duckdb/profile-source.js";
import { writeShard } from "./write-shard.js";

/** Columns that a message names. */
const mostTold = 5;

export interface ProfileOptions {
  readonly knots: string;
  readonly output?: string;
}

/** `mlx drift profile`. Returns the exit code. */
export async function profile(app: App, file: string, { knots, output }: ProfileOptions): Promise<ExitCode> {
  const baseline = await readBaselineFile(app, knots);
  const source = await openDataSource(app, file, { anyOrder: true });
  requireColumns(source);
  const kinds = new Map(baseline.profile.columns.map((column) => [column.name, column.profile.kind]));
  const header = await dataColumns(source, baseline.profile.columns, ({ name, type }) =>
    needsCounts(kinds.get(name), type),
  );
  requireKnown(file, header, baseline);
  const present = new Set(header.map(({ name }) => name));
  const columns = [...kinds].flatMap(([name, kind]) => (present.has(name) ? [{ name, kind }] : []));
  tellGone(
    app,
    [...kinds.keys()].filter((name) => !present.has(name)),
  );
  const taken = await profileSource(source, columns, baseline.profile);
  for (const each of await lostValues(source, taken)) app.ui.note(lostText(each));
  const shard = {
    baseline: { name: baseline.name, digest: baseline.digest },
    data: [{ path: file, sha256: await source.digest() }],
    header,
    profile: taken,
  };
  writeShard(app, shard, output);
  return ExitCode.ok;
}

/** Data that have nothing in common with the baseline are other data. */
function requireKnown(
  file: string,
  header: readonly CurrentColumn[],
  { name, profile }: DriftBaseline,
): void {
  const known = profile.columns.map((column) => column.name);
  if (header.some((column) => known.includes(column.name))) return;
  const [first = ""] = known;
  throw new MlxError(
    "MLX_UNKNOWN_COLUMN",
    `${displayPath(file)} has none of the columns of the baseline ${displayPath(name)}: ${fewOf(known.map(displayPath), mostTold, formatCount)}`,
    {
      hint: namesHint(
        first,
        header.map((column) => column.name),
        "it has",
      ),
      exitCode: 2,
    },
  );
}

function tellGone(app: App, gone: readonly string[]): void {
  if (gone.length === 0) return;
  const told = fewOf(gone.map(displayPath), mostTold, formatCount);
  app.ui.note(`the data lack ${countOf(gone.length, "column")} of the baseline: ${told}`);
}
