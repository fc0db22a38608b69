import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { Baseline } from "../../evals/outcomes/baseline.js";
import { baselineFolder, baselinePath } from "../../evals/outcomes/baseline-path.js";
import { ioError } from "../../files/io-error.js";
import { readIfThere } from "../../files/read-if-there.js";
import { requireWorktree } from "../../workspace/discover.js";
import { refuseSymlinkParents } from "../../workspace/repo-path.js";
import { writeWorktreeFile } from "../../workspace/worktree-file.js";
import type { App } from "../app.js";

export interface FoundBaseline {
  /** From the repository's top. */
  readonly path: string;
  readonly baseline: Baseline;
}

/**
 * The baseline of a suite, as the working tree has it; undefined where there is none.
 * @throws {MlxError} `MLX_BASELINE_DAMAGED`, `MLX_BASELINE_CONFLICT`, `MLX_BASELINE_NEWER`, exit 2.
 */
export async function findBaseline(app: App, suite: string): Promise<FoundBaseline | undefined> {
  const { root } = await app.workspace();
  return readFrom(root, baselinePath(suite));
}

/** @throws {MlxError} `MLX_BASELINE_NOT_FOUND`, exit 2, and as `findBaseline`. */
export async function requireBaseline(app: App, suite: string): Promise<FoundBaseline> {
  const found = await findBaseline(app, suite);
  if (found !== undefined) return found;
  const { root } = await app.workspace();
  throw notFound(root, suite);
}

/** The path of a suite's baseline, whatever it holds. @throws {MlxError} `MLX_BASELINE_NOT_FOUND`, exit 2. */
export async function requireBaselineFile(app: App, suite: string): Promise<string> {
  const { root } = await app.workspace();
  const path = baselinePath(suite);
  if (!existsSync(join(root, path))) throw notFound(root, suite);
  return path;
}

function notFound(root: string, suite: string): MlxError {
  const names = files(root).map((file) => file.replace(/\.json$/, ""));
  const near = closest(suite, names);
  return new MlxError("MLX_BASELINE_NOT_FOUND", `there is no baseline of ${displayPath(suite)}`, {
    hint:
      near === undefined || near === suite
        ? `take one of its last evaluation: mlx eval baseline accept ${displayPath(suite)}`
        : `did you mean ${displayPath(near)}?`,
    exitCode: 2,
  });
}

/** All of them, by their files' names; those that cannot be read with the reason. */
export async function listBaselines(
  app: App,
): Promise<readonly (FoundBaseline | { readonly path: string; readonly problem: MlxError })[]> {
  const { root } = await app.workspace();
  const found: (FoundBaseline | { readonly path: string; readonly problem: MlxError })[] = [];
  for (const file of files(root)) {
    const path = `${baselineFolder}/${file}`;
    try {
      const one = await readFrom(root, path);
      if (one !== undefined) found.push(one);
    } catch (error) {
      if (!(error instanceof MlxError)) throw error;
      found.push({ path, problem: error });
    }
  }
  return found;
}

/** Writes it whole or not at all. @returns its path, from the repository's top. */
export async function writeBaseline(app: App, baseline: Baseline): Promise<string> {
  const [workspace, { formatBaseline }] = await Promise.all([
    app.workspace(),
    import("../../evals/outcomes/baseline.js"),
  ]);
  const { root } = requireWorktree(workspace);
  const path = baselinePath(baseline.suite);
  refuseSymlinkParents(root, path.split("/"), path);
  writeWorktreeFile(root, join(root, path), formatBaseline(baseline));
  return path;
}

/** @param path from the repository's top. */
export async function removeBaseline(app: App, path: string): Promise<void> {
  const { root } = requireWorktree(await app.workspace());
  refuseSymlinkParents(root, path.split("/"), path);
  try {
    rmSync(join(root, path));
  } catch (error) {
    throw ioError(error, `cannot remove ${path}`);
  }
}

async function readFrom(root: string, path: string): Promise<FoundBaseline | undefined> {
  const bytes = readIfThere(join(root, path));
  if (bytes === undefined) return undefined;
  const { readBaseline } = await import("../../evals/outcomes/read-baseline.js");
  return { path, baseline: readBaseline(bytes, path) };
}

function files(root: string): readonly string[] {
  const folder = join(root, baselineFolder);
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch (error) {
    throw ioError(error, `cannot read ${baselineFolder}`);
  }
}
