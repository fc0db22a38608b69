import { Interrupted, MlxError } from "../core/errors.js";
import { isJson } from "../prompts/json-value.js";
import type { Json } from "../prompts/types.js";
import type { GradeCaseInput } from "./grade-case.js";
import { invalidAssertion, isMapping, nameOf } from "./graders/assertion-value.js";
import type { GradeInput, GradingServices, Verdict } from "./graders/grader.js";
import { graderOf, unknownTypeMessage } from "./graders/grader-of.js";
import { scriptContext } from "./graders/scripts/script-context.js";
import type { AssertionSpec, Grade } from "./types.js";
import { weighOut } from "./weigh-grades.js";

/** One answer and everything that its assertions share. */
export interface GradingRound {
  readonly input: GradeCaseInput;
  readonly services: GradingServices;
  /** Filled with what kept graders from judging. */
  readonly errors: Map<Grade, { code: string; message: string }>;
}

/** The grade of one assertion, or of a set of them. Never rejects, save when the run is interrupted. */
export function gradeAssertion(round: GradingRound, assertion: AssertionSpec): Grade | Promise<Grade> {
  try {
    if (!weighs(assertion))
      throw invalidAssertion(assertion, `weight: must be 0 or more, found ${assertion.weight}`);
    if (assertion.type === "assert-set") return gradeSet(round, assertion);
    const grader = graderOf(assertion.type);
    if (!grader) throw invalidAssertion(assertion, unknownTypeMessage(nameOf(assertion)));
    if (needsPreparation(assertion)) return prepared(round, assertion);
    const verdict = grader(inputOf(round.input, assertion), round.services);
    if (!(verdict instanceof Promise)) return gradeOf(assertion, verdict);
    return verdict
      .then((it) => gradeOf(assertion, it))
      .catch((error: unknown) => erredGrade(round, assertion, error));
  } catch (error) {
    return erredGrade(round, assertion, error);
  }
}

async function gradeSet(round: GradingRound, assertion: AssertionSpec): Promise<Grade> {
  const components = await Promise.all(
    (assertion.assertions ?? []).map((inner) => gradeAssertion(round, inner)),
  );
  const { status, score, reason } = weighOut(components, assertion.threshold);
  return {
    ...headOf(assertion),
    status: assertion.weight === 0 && status === "failed" ? "passed" : status,
    ...(score !== undefined && { score }),
    reason,
    components,
  };
}

/** The languages whose scripts judge; of all other types a script gives the value to compare with. */
const scriptTypes: ReadonlySet<string> = new Set(["javascript", "python", "ruby"]);

function needsPreparation(assertion: AssertionSpec): boolean {
  return (
    assertion.transform !== undefined || (assertion.script !== undefined && !scriptTypes.has(assertion.type))
  );
}

/** Runs the assertion's transform and the script that gives its value, then grades. */
async function prepared(round: GradingRound, assertion: AssertionSpec): Promise<Grade> {
  try {
    const { input, services } = round;
    let output = input.output ?? input.answer.output;
    if (assertion.transform) {
      const { label } = input.case.prompt;
      const vars = Object.fromEntries(input.request.vars);
      const context = { vars, prompt: { label }, metadata: input.answer.metadata ?? {} };
      output = checkedJson(
        assertion,
        await services.script(assertion.transform, [output, context]),
        "transform",
      );
    }
    const { transform: _, script, ...plain } = assertion;
    if (!script || scriptTypes.has(assertion.type)) {
      const spec = script ? { ...plain, script } : plain;
      return await gradeAssertion({ ...round, input: { ...input, output } }, spec);
    }
    const context = scriptContext(inputOf({ ...input, output }, assertion));
    const value = wantedValue(assertion, await services.script(script, [output, context]));
    return await gradeAssertion({ ...round, input: { ...input, output } }, { ...plain, value });
  } catch (error) {
    return erredGrade(round, assertion, error);
  }
}

/** A script beside another type gives what is wanted, not a verdict. */
function wantedValue(assertion: AssertionSpec, value: Json): Json {
  const isVerdict = typeof value === "boolean" || (isMapping(value) && Object.hasOwn(value, "pass"));
  if (!isVerdict) return checkedJson(assertion, value, "script");
  throw invalidAssertion(
    assertion,
    "its script returned a verdict where the value to compare with is wanted",
  );
}

function checkedJson(assertion: AssertionSpec, value: Json, what: string): Json {
  if (isJson(value)) return value;
  throw new MlxError("MLX_GRADER", `the ${what} of ${nameOf(assertion)} returned what JSON cannot hold`);
}

function inputOf(
  { case: item, request, answer, output, rivals, own }: GradeCaseInput,
  assertion: AssertionSpec,
): GradeInput {
  const judged = output ?? answer.output;
  const alone = {
    assertion,
    answer,
    output: judged,
    text: typeof judged === "string" ? judged : JSON.stringify(judged),
    request,
    vars: request.vars,
    test: item.test,
    prompt: item.prompt.label,
    provider: item.provider.id,
  };
  return rivals || own ? { ...alone, ...(rivals && { rivals }), ...(own && { own }) } : alone;
}

/** Applies `not-`, weight and metric. */
function gradeOf(assertion: AssertionSpec, verdict: Verdict): Grade {
  const { score, reason, ...rest } = verdict;
  if (!Number.isFinite(score))
    throw new MlxError("MLX_GRADER", `${nameOf(assertion)} gave the score ${score}`);
  const passed = verdict.passed !== assertion.negated;
  const turned = assertion.negated && verdict.keepsScore !== true;
  const { type, metric, weight } = headOf(assertion);
  const status = passed || assertion.weight === 0 ? "passed" : "failed";
  const known = { status, score: turned ? 1 - score : score, reason } as const;
  // Most grades have no more than this, and are made by the hundred thousand.
  const grade = metric === undefined ? { type, weight, ...known } : { type, metric, weight, ...known };
  const isUnweighed = !passed && assertion.weight === 0;
  const { namedScores, components, costUsd, usage, judge, scored } = rest;
  const isPlain = !(namedScores ?? components ?? usage ?? judge ?? scored) && costUsd === undefined;
  if (isPlain && !isUnweighed) return grade;
  return {
    ...grade,
    ...(isUnweighed && { unweighed: "failed" }),
    ...(namedScores && { namedScores }),
    ...(components && { components }),
    ...(costUsd !== undefined && { costUsd }),
    ...(usage && { usage }),
    ...(judge && { judge }),
    ...(scored && { scored }),
  };
}

function headOf(assertion: AssertionSpec): Pick<Grade, "type" | "metric" | "weight"> {
  const { metric } = assertion;
  const weight = weighs(assertion) ? assertion.weight : 1;
  const type = nameOf(assertion);
  return metric === undefined ? { type, weight } : { type, metric, weight };
}

function weighs({ weight }: AssertionSpec): boolean {
  return weight >= 0 && Number.isFinite(weight);
}

function erredGrade({ errors }: GradingRound, assertion: AssertionSpec, error: unknown): Grade {
  if (error instanceof Interrupted) throw error;
  const message = error instanceof Error ? error.message : String(error);
  const grade: Grade = { ...headOf(assertion), status: "errored", reason: message };
  errors.set(grade, { code: error instanceof MlxError ? error.code : "MLX_GRADER", message });
  return grade;
}
