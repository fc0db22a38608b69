import { MlxError } from "../core/errors.js";
import { shortJson } from "../core/schema-problems.js";
import type { Json } from "../prompts/types.js";
import type { CaseGrades, GradeCaseInput } from "./grade-case.js";
import type { GradingServices } from "./graders/grader.js";
import { scriptVerdict } from "./graders/scripts/script-verdict.js";
import type { AssertionSpec, Grade, ScriptSpec } from "./types.js";

/**
 * Lets the test's own code make verdict and score of a case out of its named scores. It is called with the named scores and
 * `{threshold, componentResults, tokensUsed}` and gives `{pass, score, reason}`, perhaps with `namedScores`. Its word stands
 * as a grade of weight 0 behind those of the assertions. An error of it is one of the case.
 */
export async function scoredCase(
  scoring: ScriptSpec,
  input: GradeCaseInput,
  judged: CaseGrades,
  services: GradingServices,
): Promise<CaseGrades> {
  try {
    const { threshold } = input.case.test;
    const context = {
      ...(threshold !== undefined && { threshold }),
      componentResults: components(judged.grades, input.assertions),
      tokensUsed: tokensUsed(judged.grades),
    };
    const said = await services.script(scoring, [judged.namedScores, context]);
    const isVerdict = typeof said === "object" && said !== null && !Array.isArray(said);
    if (!isVerdict)
      throw new MlxError("MLX_GRADER", `assertScoringFunction returned ${shortJson(said)}`, hint);
    const rules = { who: "assertScoringFunction", thresholdForObjects: false, spelled: false };
    const { passed, score, reason, namedScores } = scriptVerdict(said, rules);
    const status = passed ? "passed" : "failed";
    const grade: Grade = { type: "assertScoringFunction", status, score, weight: 0, reason };
    return {
      status,
      score,
      grades: [...judged.grades, grade],
      namedScores: namedScores ?? judged.namedScores,
    };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    const { code, message } = error;
    return {
      status: "errored",
      grades: judged.grades,
      namedScores: judged.namedScores,
      error: { code, message },
    };
  }
}

const hint = { hint: "return {pass, score, reason}" };

/** What is in a set stands behind the set, as in promptfoo. */
function components(grades: readonly Grade[], assertions: readonly AssertionSpec[]): Json[] {
  return grades.flatMap((grade, index) => {
    const assertion = assertions[index];
    const inner = components(grade.components ?? [], assertion?.assertions ?? []);
    return [component(grade, assertion), ...inner];
  });
}

function component(grade: Grade, assertion: AssertionSpec | undefined): Json {
  const { type, status, score = 0, reason, metric, weight, namedScores } = grade;
  return {
    pass: status === "passed",
    score,
    reason,
    ...(namedScores && { namedScores }),
    assertion: {
      type,
      weight,
      ...(metric !== undefined && { metric }),
      ...(assertion?.value !== undefined && { value: assertion.value }),
      ...(assertion?.threshold !== undefined && { threshold: assertion.threshold }),
    },
  };
}

function tokensUsed(grades: readonly Grade[]): Json {
  let [prompt, completion, cached] = [0, 0, 0];
  for (const { usage } of grades) {
    prompt += usage?.input ?? 0;
    completion += usage?.output ?? 0;
    cached += usage?.cached ?? 0;
  }
  return { total: prompt + completion, prompt, completion, cached };
}
