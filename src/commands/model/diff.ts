import type { App } from "../../app/app.js";
import { readSide } from "../../app/models/read-side.js";
import { ExitCode } from "../../core/exit-codes.js";
import { changedPaths, type DiffedPath } from "../../git/changed-paths.js";
import { type ComparedVersion, compareVersions } from "../../registry/models/compare-versions.js";
import { diffDocument } from "./diff-document.js";
import { diffText } from "./diff-text.js";

export interface DiffOptions {
  /** Shows what is equal, too. */
  readonly all: boolean;
  /** Metrics that are better when greater, whatever their names say. */
  readonly higher: readonly string[];
  readonly lower: readonly string[];
}

/** `mlx model diff`: a report, so that differences are no failure. */
export async function diff(app: App, before: string, after: string, options: DiffOptions): Promise<ExitCode> {
  const [left, right] = [await readSide(app, before), await readSide(app, after)];
  const comparison = compareVersions(left, right, options);
  const code = await codeBetween(app, left, right);
  const compared = { versions: [left, right] as const, comparison, ...(code && { code }) };
  if (app.ui.mode.json) app.ui.json(diffDocument(compared));
  else app.ui.answer(diffText(app.ui, compared, options));
  return ExitCode.ok;
}

/** Undefined where one has no commit, both have the same, or git lacks one of them here. */
async function codeBetween(
  app: App,
  { details: { code: from } }: ComparedVersion,
  { details: { code: to } }: ComparedVersion,
): Promise<readonly DiffedPath[] | undefined> {
  if (from === undefined || to === undefined || from.commit === to.commit) return undefined;
  return changedPaths(await app.git(), from.commit, to.commit);
}
