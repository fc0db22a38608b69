import { rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { sha256Of } from "../../core/sha256.js";
import { displayPath } from "../../core/visible-text.js";
import { parsePointer } from "../../data/pointer.js";
import { tempDir } from "../../files/temp-dir.js";
import type { Git } from "../../git/git.js";
import { commitFacts, commitsOfPaths, fileAt, type PathCommit } from "../../git/path-history.js";
import { resolveCommit } from "../../git/revisions.js";
import { ensureStateDirs } from "../../workspace/discover.js";
import type { App } from "../app.js";

/** What a data file was at a commit. */
export interface DataAt extends PathCommit {
  /** The identity of its bytes; absent where the data were not there, or cannot be read. */
  readonly sha256?: string;
  /** Where git itself holds the bytes. */
  readonly bytes?: Buffer;
  readonly problem?: string;
}

/**
 * The states of a data file: at `from`, then at each commit up to `to` that changed it or its pointer, the oldest first.
 * @param path from the repository's top. @throws {MlxError} `MLX_UNKNOWN_REVISION`, `MLX_NOT_IN_HISTORY`, exit 2.
 */
export async function dataHistory(app: App, path: string, from: string, to: string): Promise<DataAt[]> {
  const git = await app.git();
  const [start, end] = await Promise.all([resolveCommit(git, from), resolveCommit(git, to)]);
  const paths = [`${path}.mlx`, path];
  const commits = await commitsOfPaths(git, [`${start}..${end}`], paths);
  const states: DataAt[] = [];
  for (const facts of [await commitFacts(git, start), ...commits])
    states.push(await stateAt(git, facts, path));
  if (states.some(({ sha256, problem }) => sha256 !== undefined || problem !== undefined)) return states;
  throw new MlxError(
    "MLX_NOT_IN_HISTORY",
    `between ${from} and ${to} no commit has ${displayPath(path)} or its pointer`,
    {
      hint: "name the tracked file with --data, and revisions that have it",
      exitCode: 2,
    },
  );
}

async function stateAt(git: Git, facts: PathCommit, path: string): Promise<DataAt> {
  const text = await fileAt(git, facts.commit, `${path}.mlx`);
  if (text !== undefined) {
    try {
      const pointer = await parsePointer(text.toString("utf8"), `${path}.mlx`);
      if (pointer.kind === "file") return { ...facts, sha256: pointer.sha256 };
      return { ...facts, problem: "it was a folder there" };
    } catch (error) {
      if (error instanceof MlxError) return { ...facts, problem: error.message };
      throw error;
    }
  }
  const bytes = await fileAt(git, facts.commit, path);
  return bytes === undefined ? facts : { ...facts, sha256: sha256Of(bytes), bytes };
}

/** Puts bytes that git holds where the engine can read them. @returns the path, and how to let go of it. */
export async function placeBytes(app: App, path: string, bytes: Buffer) {
  const workspace = await app.workspace();
  ensureStateDirs(workspace);
  const folder = tempDir(join(workspace.stateDir, "tmp"));
  const file = join(folder, basename(path));
  writeFileSync(file, bytes);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
