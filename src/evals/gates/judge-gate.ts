import { closest } from "../../core/suggest.js";
import type { JudgeGate } from "../gate-spec.js";
import type { GateResult } from "../gates.js";
import { intervalOf } from "./interval-of.js";
import { type JudgeProof, verdictOnProof } from "./judge-proof.js";

/** Every judge that is meant has to have proved itself against people's labels; one that has not decides nothing. */
export function judgeGate({ name, kappa, grader }: JudgeGate, proofs: readonly JudgeProof[]): GateResult {
  const meant = proofs.filter((proof) => grader === undefined || proof.grader === grader);
  const lowest = meant.reduce<JudgeProof | undefined>(
    (low, proof) => (low === undefined || (proof.kappa ?? -1) < (low.kappa ?? -1) ? proof : low),
    undefined,
  );
  const head = { name, value: lowest?.kappa ?? null, threshold: kappa, ...intervalOf(lowest?.interval) };
  if (meant.length === 0) {
    const near =
      grader === undefined
        ? undefined
        : closest(
            grader,
            proofs.map((proof) => proof.grader),
          );
    const who = grader === undefined ? "no model judged a case" : `no model judged a case for ${grader}`;
    const reason = near === undefined ? who : `${who}; did you mean ${near}?`;
    return { ...head, passed: false, inconclusive: true, reason };
  }
  const verdicts = meant.map((proof) => verdictOnProof(proof, kappa));
  const bad = verdicts.filter(({ passed }) => !passed);
  const reason = (bad.length > 0 ? bad : verdicts).map((verdict) => verdict.reason).join("; ");
  return bad.length === 0
    ? { ...head, passed: true, reason }
    : { ...head, passed: false, inconclusive: true, reason };
}
