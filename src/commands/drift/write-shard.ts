import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { readBytes } from "../../app/drift/read-baseline-file.js";
import { MlxError } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { readShard, type ShardProfile, shardText } from "../../drift/shard.js";
import { writeFileAtomic } from "../../files/atomic-write.js";

/** Writes the profile of a shard to a file, or answers with it. */
export function writeShard(app: App, shard: ShardProfile, output: string | undefined): void {
  const text = shardText(shard);
  if (output === undefined) {
    if (app.flags.json) app.ui.json({ profile: JSON.parse(text) });
    else app.ui.answer(text.trimEnd());
    return;
  }
  const path = resolve(app.cwd, output);
  requireOwn(path, output);
  writeFileAtomic(path, text);
  const { rows, columns } = shard.profile;
  if (app.flags.json)
    app.ui.json({ output, baseline: shard.baseline, data: shard.data, rows, columns: columns.length });
  else app.ui.out(`wrote ${output}: ${countOf(rows, "row")}, ${countOf(columns.length, "column")}`);
}

/** Data, or a baseline, of which the profile was taken is soon named twice. */
function requireOwn(path: string, shown: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  try {
    readShard(shown, readBytes(path, shown));
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    throw new MlxError("MLX_USAGE", `${displayPath(shown)} is there already, and is no profile of a shard`, {
      hint: "name another file, or remove that one",
      exitCode: 2,
      cause: error,
    });
  }
}
