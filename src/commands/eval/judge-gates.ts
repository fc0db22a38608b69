import type { ProvenJudges } from "../../app/evals/judging/prove-judges.js";
import { type ProofVerdict, verdictOnProof } from "../../evals/gates/judge-proof.js";
import type { JudgeReport } from "../../evals/judge-proof/judge-report.js";
import type { Suite } from "../../evals/types.js";

/** What a gate of a suite without one of its own would ask. */
const usualKappa = 0.6;

export interface GateSaying extends ProofVerdict {
  readonly kappa: number;
  /** Whether the suite has this gate. */
  readonly own: boolean;
}

/** What the suite's gates on this judge say, or one that asks the usual. */
export function gateSayings(
  suite: Suite,
  { rubrics, ...report }: JudgeReport,
  { labels }: ProvenJudges,
): readonly GateSaying[] {
  const proof = {
    ...report,
    rubric: rubrics.join(" "),
    labels: { path: labels.path, digest: labels.digest },
  };
  const gates = suite.gates.flatMap((gate) =>
    gate.kind === "judge" && (gate.grader === undefined || gate.grader === report.grader) ? [gate.kappa] : [],
  );
  const asked = gates.length > 0 ? gates : [usualKappa];
  return asked.map((kappa) => ({ kappa, own: gates.length > 0, ...verdictOnProof(proof, kappa) }));
}
