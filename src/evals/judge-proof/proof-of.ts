import { sha256Of } from "../../core/sha256.js";
import { displayPath } from "../../core/visible-text.js";
import type { JudgeProof } from "../gates/judge-proof.js";
import { manyRubrics } from "../judges/many-rubrics.js";
import type { JudgeEvidence } from "./judge-evidence.js";
import type { SuiteJudge } from "./suite-judge.js";

/**
 * What the evidence of a suite says of a judge as it judged now.
 * @param digestNow SHA-256 of a labels file as it is; undefined where it is gone.
 */
export function proofOf(
  judge: SuiteJudge,
  evidence: readonly JudgeEvidence[],
  digestNow: ReadonlyMap<string, string | undefined>,
): JudgeProof {
  const { grader, model } = judge;
  const head = { grader, ...(model !== undefined && { model }), rubric: rubricOf(judge.rubrics) };
  const same = evidence.filter((one) => one.grader === grader);
  const found = same.find((one) => one.model === model) ?? same[0];
  if (found === undefined) return { ...head, kappa: null, n: 0, stale: "nobody has held it against labels" };
  const { kappa, interval, n, labels } = found;
  const stale = staleness(judge, found, digestNow.get(labels.path));
  return {
    ...{ ...head, kappa, n, labels },
    ...(interval && { interval }),
    ...(stale !== undefined && { stale }),
  };
}

function staleness(
  judge: SuiteJudge,
  found: JudgeEvidence,
  digestNow: string | undefined,
): string | undefined {
  if (found.model !== judge.model) return `the evidence is of ${nameOf(found)}, and ${nameOf(judge)} judged`;
  if (!coversRubrics(found.rubrics, judge.rubrics)) return "its rubric has changed since";
  const path = displayPath(found.labels.path);
  if (digestNow === undefined) return `its labels are gone: ${path}`;
  return digestNow === found.labels.digest ? undefined : `its labels have changed since: ${path}`;
}

/** A part of the suite may need only some of the rubrics. */
function coversRubrics(proven: readonly string[], judged: readonly string[]): boolean {
  return proven.includes(manyRubrics) || judged.every((rubric) => proven.includes(rubric));
}

function nameOf({ model }: Pick<SuiteJudge, "model">): string {
  return model === undefined ? "a model without a name" : displayPath(model);
}

function rubricOf(rubrics: readonly string[]): string {
  const [only = manyRubrics, ...others] = rubrics;
  return others.length === 0 ? only : sha256Of(rubrics.join("\n"));
}
