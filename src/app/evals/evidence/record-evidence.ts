import {
  type EvaluationEvidence,
  type Evidence,
  type EvidenceVerdict,
  evidenceDigest,
  formatEvidence,
} from "../../../registry/evidence/evidence.js";
import { evidenceFile } from "../../../registry/paths.js";
import { readItem } from "../../../registry/read-item.js";
import type { RegistryNoun } from "../../../registry/types.js";
import type { App } from "../../app.js";
import { attributesStep } from "../../registry/attributes-step.js";
import { changeRegistry } from "../../registry/change-registry.js";
import type { EvalOutcome } from "../eval-outcome.js";
import { openEvaluations } from "../open-evaluations.js";
import { evidenceOf } from "./evidence-of.js";
import type { EvidencePlan } from "./plan-evidence.js";
import { subjectResults } from "./subject-results.js";

/** Evidence that is in the working tree. */
export interface RecordedEvidence {
  readonly noun: RegistryNoun;
  readonly name: string;
  readonly version: string;
  /** From the repository's top. */
  readonly file: string;
}

/**
 * Writes what an evaluation is evidence of, one file a version, each whole or not at all. What an earlier try of the same evaluation has
 * written stays, and is not written twice.
 */
export async function recordEvidence(
  app: App,
  plan: EvidencePlan,
  outcome: EvalOutcome,
  verdict: EvidenceVerdict,
): Promise<readonly RecordedEvidence[]> {
  const { commit, dirty = false } = (await openEvaluations(app)).find(outcome.id) ?? {};
  const facts = {
    ...(commit !== undefined && { commit }),
    ...{ dirty, time: app.now(), env: app.env },
  };
  const results = await subjectResults(outcome.results, plan.suite, plan.subjects);
  const made = plan.subjects.flatMap((subject, index) => {
    const own = results[index];
    return own === undefined ? [] : [evidenceOf(plan, subject, { ...outcome, verdict }, own, facts)];
  });
  const { root } = await app.workspace();
  const recorded: RecordedEvidence[] = [];
  await changeRegistry(app, "eval run", async (tree) => {
    const steps = made.flatMap((evidence) => {
      const { noun, name, version } = evidence;
      const known = readItem(tree, noun, name).evidence.find(
        (entry) => entry.evidence.ok && isSameRun(entry.evidence.value, evidence),
      );
      const text = formatEvidence(evidence);
      const file = known?.file ?? evidenceFile(noun, name, evidenceDigest(text));
      recorded.push({ noun, name, version, file });
      return known === undefined ? [{ write: file, text }] : [];
    });
    const nouns = new Set(made.map(({ noun }) => noun));
    return [...[...nouns].flatMap((noun) => attributesStep(root, noun)), ...steps];
  });
  return recorded;
}

function isSameRun(a: Evidence, b: EvaluationEvidence): boolean {
  return a.kind === "evaluation" && a.evaluation === b.evaluation && a.record === b.record;
}
