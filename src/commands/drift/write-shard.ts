import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { countOf } from "../../core/format-bytes.js";
import { type ShardProfile, shardText } from "../../drift/shard.js";
import { writeFileAtomic } from "../../files/atomic-write.js";

/** Writes the profile of a shard to a file, or answers with it. */
export function writeShard(app: App, shard: ShardProfile, output: string | undefined): void {
  const text = shardText(shard);
  if (output === undefined) {
    if (app.flags.json) app.ui.json({ profile: JSON.parse(text) });
    else app.ui.answer(text.trimEnd());
    return;
  }
  writeFileAtomic(resolve(app.cwd, output), text);
  const { rows, columns } = shard.profile;
  if (app.flags.json)
    app.ui.json({ output, baseline: shard.baseline, data: shard.data, rows, columns: columns.length });
  else app.ui.out(`wrote ${output}: ${countOf(rows, "row")}, ${countOf(columns.length, "column")}`);
}
