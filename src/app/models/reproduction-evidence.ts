import type { ReproductionEvidence } from "../../registry/evidence/evidence.js";
import { type EvidenceHeadFacts, evidenceHead } from "../../registry/evidence/evidence-head.js";

/** Longest reasons that are kept, and how many of them. */
const [longestReason, mostReasons] = [300, 10];

/** How running the run of a version again went. */
export interface Reproduced {
  readonly run: string;
  readonly reproducedAs?: string;
  readonly grade: ReproductionEvidence["grade"];
  readonly reasons: readonly string[];
  readonly tolerance?: number;
}

/** What a reproduction is evidence of. */
export function reproductionEvidence(
  { run, reproducedAs, grade, reasons, tolerance }: Reproduced,
  of: EvidenceHeadFacts,
): ReproductionEvidence {
  return {
    ...evidenceHead(of),
    ...{ kind: "reproduction", run, grade },
    ...(reproducedAs !== undefined && { reproducedAs }),
    reasons: reasons.slice(0, mostReasons).map((reason) => reason.slice(0, longestReason)),
    ...(tolerance !== undefined && { tolerance }),
  };
}
