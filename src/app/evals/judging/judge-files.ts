import { join } from "node:path";
import {
  formatJudgeEvidence,
  type JudgeEvidence,
  judgeEvidencePath,
} from "../../../evals/judge-proof/judge-evidence.js";
import { readJudgeEvidence } from "../../../evals/judge-proof/read-judge-evidence.js";
import { judgeKey } from "../../../evals/judge-proof/suite-judge.js";
import { readIfThere } from "../../../files/read-if-there.js";
import { requireWorktree } from "../../../workspace/discover.js";
import { refuseSymlinkParents } from "../../../workspace/repo-path.js";
import { writeWorktreeFile } from "../../../workspace/worktree-file.js";
import type { App } from "../../app.js";

/**
 * What is known of a suite's judges, as the working tree has it.
 * @throws {MlxError} `MLX_JUDGES_DAMAGED`, `MLX_JUDGES_NEWER`, exit 2.
 */
export async function judgeEvidence(app: App, suite: string): Promise<readonly JudgeEvidence[]> {
  const { root } = await app.workspace();
  const path = judgeEvidencePath(suite);
  const bytes = readIfThere(join(root, path));
  return bytes === undefined ? [] : readJudgeEvidence(bytes, path);
}

/**
 * Writes what was found out about judges; what is known of others stays.
 * @returns the path, from the repository's top. @throws as `judgeEvidence`: what cannot be read is not written over.
 */
export async function writeJudgeEvidence(
  app: App,
  suite: string,
  found: readonly Pick<JudgeEvidence, "grader" | "model" | "fields">[],
): Promise<string> {
  const { root } = requireWorktree(await app.workspace());
  const path = judgeEvidencePath(suite);
  refuseSymlinkParents(root, path.split("/"), path);
  const fresh = new Set(found.map(judgeKey));
  const others = (await judgeEvidence(app, suite)).filter((one) => !fresh.has(judgeKey(one)));
  writeWorktreeFile(root, join(root, path), formatJudgeEvidence(suite, [...others, ...found]));
  return path;
}
