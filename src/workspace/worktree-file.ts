import { chmodSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemCode } from "../core/errors.js";
import { syncFolder, writeFileAtomic } from "../files/atomic-write.js";
import { makeDurable } from "../files/durable.js";
import { ioError } from "../files/io-error.js";
import { statsAt } from "../files/stats-at.js";
import { tempDir } from "../files/temp-dir.js";

/** From this many files on, one flush for all is faster than one for each. */
const manyFiles = 8;
const stages = new Map<string, string>();

/**
 * Replaces a file of the working tree whole or leaves it alone. The temporary file is kept in `.mlx`, so that not even a
 * killed process leaves one among the user's files.
 * @param root the worktree's top. @param path absolute.
 */
export function writeWorktreeFile(root: string, path: string, text: string): void {
  writeFileAtomic(path, text, { stage: stageOf(root) });
}

/** As `writeWorktreeFile`, for many files in existing folders: each is whole or left alone, and all are durable. */
export async function writeWorktreeFiles(
  root: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  if (files.length < manyFiles) {
    for (const { path, text } of files) writeWorktreeFile(root, path, text);
    return;
  }
  const stage = stageOf(root);
  const staged = files.map(({ path, text }, index) => {
    const temp = join(stage, `file-${index}`);
    stageFile(temp, path, text);
    return { temp, path, text };
  });
  await makeDurable(
    staged.map(({ temp }) => temp),
    stage,
  );
  for (const { temp, path, text } of staged) moveIntoPlace(root, temp, path, text);
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) syncFolder(folder);
}

function stageOf(root: string): string {
  const stage = stages.get(root) ?? tempDir(join(root, ".mlx", "tmp"));
  stages.set(root, stage);
  return stage;
}

function stageFile(temp: string, path: string, text: string): void {
  try {
    writeFileSync(temp, text);
    const before = statsAt(path);
    if (before?.isFile()) chmodSync(temp, before.mode & 0o7777);
  } catch (error) {
    throw ioError(error, `cannot write ${path}`);
  }
}

function moveIntoPlace(root: string, temp: string, path: string, text: string): void {
  try {
    renameSync(temp, path);
  } catch (error) {
    if (systemCode(error) !== "EXDEV") throw ioError(error, `cannot write ${path}`);
    writeWorktreeFile(root, path, text);
  }
}
