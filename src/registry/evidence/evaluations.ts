import type { Sha256 } from "../../core/sha256.js";
import type { EvidenceEntry } from "../read-item.js";
import type { EvaluatedSuite, EvaluationEvidence } from "./evidence.js";
import { evidenceDifferences } from "./evidence-differences.js";
import { evidenceOfKind } from "./evidence-of-kind.js";
import type { SuiteFacts } from "./suite-facts.js";

/** Evidence of an evaluation, and the digest that its file is named by. */
export interface FoundEvaluation {
  readonly digest: Sha256;
  readonly evidence: EvaluationEvidence;
}

/** The evaluations among the evidence that could be read, the newest first. */
export function evaluationsIn(entries: readonly EvidenceEntry[]): FoundEvaluation[] {
  return evidenceOfKind(entries, "evaluation");
}

/**
 * Of the evaluations of a record by a suite the newest that counts: that is of the data, graders, judges and providers that the suite has now.
 * @param evaluations the newest first.
 */
export function countingEvaluation(
  evaluations: readonly FoundEvaluation[],
  record: string,
  suite: SuiteFacts,
): FoundEvaluation | undefined {
  return evaluations.find(
    ({ evidence }) =>
      evidence.record === record &&
      isBy(evidence, suite) &&
      evidenceDifferences(evidence, suite).length === 0,
  );
}

/** Whether it is by that suite, whatever has become of the suite since. */
export function isBy({ suite }: EvaluationEvidence, { name, file }: EvaluatedSuite): boolean {
  return suite.name === name && suite.file === file;
}

/** The newest evidence of a version by each suite, by the suites' names. */
export function newestEvidence(
  entries: readonly EvidenceEntry[],
  record: string,
): readonly FoundEvaluation[] {
  const bySuite = new Map<string, FoundEvaluation>();
  for (const found of evaluationsIn(entries).reverse()) {
    if (found.evidence.record === record) bySuite.set(found.evidence.suite.name, found);
  }
  return [...bySuite].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}
