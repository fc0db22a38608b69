import type { FoundEvaluation } from "../../registry/evidence/evaluations.js";

/** Evidence of an evaluation as scripts see it: what it said, not each gate. */
export function evaluationDocument({ digest, evidence }: FoundEvaluation): Record<string, unknown> {
  const { verdict, time, suite, summary } = evidence;
  const { cases, passed, passRate, interval, metrics } = summary;
  const figures = { cases, passed, passRate, interval, metrics };
  return { verdict, time, suite: suite.name, file: suite.file, ...figures, evidence: digest, digest };
}
