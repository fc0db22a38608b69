import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { placeVersion } from "../../app/models/place-version.js";
import { requireModel } from "../../app/models/require-model.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { requireText } from "../../core/require-text.js";
import { displayPath } from "../../core/visible-text.js";

export interface PullModelOptions {
  /** Default: `NAME-VERSION` in the working folder. */
  readonly to?: string;
  readonly remote?: string;
  readonly dryRun: boolean;
}

/** `mlx model pull`: writes the files of a version into a folder. */
export async function pullModel(app: App, reference: string, options: PullModelOptions): Promise<ExitCode> {
  requireText("--to", options.to);
  const { item, resolved } = await requireModel(app, reference);
  const { version, alias, record } = resolved;
  const to = options.to ?? `${item.name}-${version}`;
  const folder = resolve(app.cwd, to);
  const { dryRun, remote } = options;
  const placed = await placeVersion(app, {
    ...{ resolved, folder, dryRun },
    ...(remote !== undefined && { remote }),
  });
  const { files, written } = placed;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (app.ui.mode.json) {
    app.ui.json({
      ...{ name: item.name, version, alias: alias ?? null, record: record.digest, folder, dryRun, written },
      files: files.map(({ path, sha256, size }) => ({ path, sha256, size })),
    });
    return ExitCode.ok;
  }
  const what = `${displayPath(item.name)}@${version}`;
  const size = `${countOf(files.length, "file")}, ${formatBytes(bytes)}`;
  if (written === 0) app.ui.out(`${displayPath(to)} holds ${what} already: ${size}`);
  else
    app.ui.out(
      `${dryRun ? "would write" : "wrote"} ${what} to ${displayPath(to)}: ${size}${written < files.length ? `, ${written} of them new` : ""}`,
    );
  return ExitCode.ok;
}
