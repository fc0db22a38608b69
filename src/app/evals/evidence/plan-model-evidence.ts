import { MlxError } from "../../../core/errors.js";
import type { Suite } from "../../../evals/types.js";
import type { App } from "../../app.js";
import { requireAuthor } from "../../registry/require-author.js";
import type { EvaluatedModel } from "../evaluated-model.js";
import type { RunOptions } from "../run-options.js";
import { ownPredictions } from "./own-predictions.js";
import { type EvidencePlan, requireWhole } from "./plan-evidence.js";
import { modelSuiteFacts } from "./suite-facts.js";

/**
 * What an evaluation with a model will be evidence of: of that version alone, by the whole suite as it stands.
 * @throws {MlxError} before anything is asked, exit 2: `MLX_EVIDENCE_REFUSED` where the evaluation could be none, `MLX_NO_IDENTITY`.
 */
export async function planModelEvidence(
  app: App,
  suite: Suite,
  options: RunOptions,
  { resolved: { record } }: EvaluatedModel,
): Promise<EvidencePlan> {
  requireWhole(suite, options);
  if (options.prompts !== undefined && options.prompts.length > 0) {
    throw new MlxError("MLX_EVIDENCE_REFUSED", "an evaluation with --prompt cannot be evidence of a model", {
      hint: "evidence of a model is of the suite as it stands: name the version of the prompt in the suite",
      exitCode: 2,
    });
  }
  const author = await requireAuthor(await app.git());
  const predictions = await ownPredictions(app, suite, record);
  const facts = await modelSuiteFacts(suite, options.judge);
  const labels = suite.prompts.map(({ label }) => label);
  return {
    ...{ suite, author, untilDecided: options.untilDecided !== undefined },
    subjects: [{ record, labels, facts, model: { predictions } }],
  };
}
