import { join } from "node:path";
import type { JudgeProof } from "../../evals/gates/judge-proof.js";
import { proofOf } from "../../evals/judge-proof/proof-of.js";
import type { SuiteJudge } from "../../evals/judge-proof/suite-judge.js";
import type { Suite } from "../../evals/types.js";
import { hashFiles } from "../../files/hash-files.js";
import { statsAt } from "../../files/stats-at.js";
import type { App } from "../app.js";
import { judgeEvidence } from "./judging/judge-files.js";
import { trackedFile } from "./native/tracked-file.js";

/**
 * What people's labels say of the judges of an evaluation, as the repository has it now: one proof for each of them, in their order.
 * @throws {MlxError} `MLX_JUDGES_DAMAGED`, `MLX_JUDGES_NEWER`, exit 2.
 */
export async function judgeProofs(
  app: App,
  suite: Pick<Suite, "name">,
  judges: readonly SuiteJudge[],
): Promise<readonly JudgeProof[]> {
  if (judges.length === 0) return [];
  const evidence = await judgeEvidence(app, suite.name);
  const { root } = await app.workspace();
  const paths = [...new Set(evidence.map(({ labels }) => labels.path))];
  const digests = new Map(
    await Promise.all(paths.map(async (path) => [path, await digestOf(app, root, path)] as const)),
  );
  return judges.map((judge) => proofOf(judge, evidence, digests));
}

/** Of a file that is tracked and not checked out, what its pointer says. */
async function digestOf(app: App, root: string, path: string): Promise<string | undefined> {
  const absolute = join(root, path);
  if (statsAt(absolute) === undefined) return (await trackedFile(app, root, path))?.sha256;
  const [read] = await hashFiles([absolute]);
  return read?.ok === true ? read.sha256 : undefined;
}
