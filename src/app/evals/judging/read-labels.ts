import { join } from "node:path";
import { MlxError, type Problem } from "../../../core/errors.js";
import { sha256Of } from "../../../core/sha256.js";
import { displayPath } from "../../../core/visible-text.js";
import type { TableRow } from "../../../evals/data/table-row.js";
import { type CheckedLabels, checkLabels } from "../../../evals/judge-proof/check-labels.js";
import type { LabelScale } from "../../../evals/judge-proof/label-scale.js";
import { readIfThere } from "../../../files/read-if-there.js";
import { isTableName, readRows, tableEndings } from "../../../table/read-rows.js";
import { requireWorktree } from "../../../workspace/discover.js";
import { toRepoPath } from "../../../workspace/repo-path.js";
import type { App } from "../../app.js";
import { trackedFile } from "../native/tracked-file.js";

/** People's labels, read and checked. */
export interface LabelsFile extends CheckedLabels {
  /** From the repository's top. */
  readonly path: string;
  /** SHA-256 of its bytes. */
  readonly digest: string;
}

/**
 * Reads a file of labels, of any form that tables have.
 * @param typed as the person typed it. @param scale without it the labels tell.
 * @throws {MlxError} `MLX_LABELS_FILE`, `MLX_INVALID_LABELS` with every mistake at its place, `MLX_OUTSIDE_REPOSITORY`: exit 2.
 */
export async function readLabels(app: App, typed: string, scale?: LabelScale): Promise<LabelsFile> {
  const { root } = requireWorktree(await app.workspace());
  const path = toRepoPath(root, app.cwd, typed);
  if (!isTableName(path))
    throw refused(
      `${displayPath(typed)} is no file of rows`,
      `the name must end in ${tableEndings.join(", ")}`,
    );
  const bytes = readIfThere(join(root, path));
  if (bytes === undefined) throw await missing(app, root, path, typed);
  const problems: Problem[] = [];
  const rows: TableRow[] = [];
  for await (const batch of readRows({ path: join(root, path), file: typed }, (it) => problems.push(it)))
    rows.push(...batch);
  const checked = problems.length > 0 ? undefined : checkLabels(rows, typed, scale);
  if (checked === undefined || checked.problems.length > 0) {
    throw new MlxError("MLX_INVALID_LABELS", `${displayPath(typed)} has labels that are none`, {
      problems: checked?.problems ?? problems,
      hint: /^<{7}(?: |\r?$)/m.test(Buffer.from(bytes).toString("utf8"))
        ? "a merge left its marks: keep the labels of both sides, one for each answer, and remove the marks"
        : "mend the rows named above; what a file of labels holds: docs/eval-judges.md",
      exitCode: 2,
    });
  }
  return { ...checked, path, digest: sha256Of(bytes) };
}

async function missing(app: App, root: string, path: string, typed: string): Promise<MlxError> {
  const shown = displayPath(typed);
  if ((await trackedFile(app, root, path)) !== undefined)
    return refused(`${shown} is tracked, but not checked out`, `run: mlx data pull ${shown}`);
  return refused(
    `there is no file ${shown}`,
    "label answers at the terminal with mlx eval label SUITE, or name a file with the columns id and label",
  );
}

function refused(message: string, hint: string): MlxError {
  return new MlxError("MLX_LABELS_FILE", message, { hint, exitCode: 2 });
}
