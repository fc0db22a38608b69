import { gradeCase } from "../../evals/grade-case.js";
import type { GradeInput } from "../../evals/graders/grader.js";
import type { CaseResult, EvalCase, ProviderAnswer, ProviderRequest, ScriptSpec } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { AnsweredCase } from "./answered-case.js";
import { BudgetExhausted } from "./budget.js";
import { NotBegun } from "./call-lane.js";
import { caseError } from "./case-error.js";
import { isComparing, needsScores } from "./case-groups.js";
import { erroredResult, gradedResult } from "./case-result.js";
import { CaseServices } from "./case-services.js";
import type { EvalWorld } from "./eval-world.js";
import { renderAssertion, renderCase } from "./render-case.js";

/**
 * Runs cases that are judged together, or one that is alone.
 * @returns a result for each, in order. @throws {BudgetExhausted}, {@link NotBegun}: they have none.
 */
export async function runGroup(world: EvalWorld, items: readonly EvalCase[]): Promise<readonly CaseResult[]> {
  const [only] = items;
  if (only !== undefined && items.length === 1) return [await runAlone(world, only)];
  const answered = await Promise.all(items.map((item) => answerCase(world, item)));
  const scores = await Promise.all(answered.map((one) => scoreOf(world, one)));
  return Promise.all(
    answered.map((one, index) => {
      if (!("answer" in one)) return one;
      return gradeAnswered(world, one, scores[index]?.services, compared(answered, scores, index));
    }),
  );
}

async function runAlone(world: EvalWorld, item: EvalCase): Promise<CaseResult> {
  const answered = await answerCase(world, item);
  return "answer" in answered ? gradeAnswered(world, answered) : answered;
}

/** Renders, asks, transforms. @returns the result at once where that fails. */
async function answerCase(world: EvalWorld, item: EvalCase): Promise<AnsweredCase | CaseResult> {
  let request: ProviderRequest | undefined;
  let answer: ProviderAnswer | undefined;
  try {
    const { app, suite, trustTemplates } = world;
    const told = world.memory.tell(item);
    const script = (code: ScriptSpec, args: readonly Json[]) => world.script(code, args);
    const rendered = await renderCase(app, suite, told, { script, trustTemplates });
    // A recording is found by it; what is asked does not depend on it.
    request = { ...rendered, case: { test: item.test.id, repeat: item.repeat } };
    const { givenOutput } = item.test;
    const asked =
      givenOutput === undefined
        ? await world.answers.ask(item.provider, request, { repeat: item.repeat, followUp: false })
        : { answer: { output: givenOutput, latencyMs: 0, costUsd: 0, cached: false }, by: item.provider };
    answer = asked.answer;
    const output = await transformed(world, item, request, answer);
    world.memory.remember(item, request, output);
    const { vars } = request;
    const assertions = item.test.assertions.map((assertion) => renderAssertion(assertion, vars, suite));
    const fallback = asked.by === item.provider ? {} : { answeredBy: asked.by.label };
    return { item, request, answer, output, assertions, ...fallback };
  } catch (error) {
    if (error instanceof BudgetExhausted || error instanceof NotBegun) throw error;
    const reason = caseError(error, item.provider.label);
    return erroredResult(world.ids(item), item, reason, request, answer, world.digests.of(item.test));
  }
}

async function transformed(
  world: EvalWorld,
  item: EvalCase,
  request: ProviderRequest,
  answer: ProviderAnswer,
): Promise<Json> {
  let { output } = answer;
  for (const transform of [item.provider.transform, item.test.options.transform]) {
    if (transform === undefined) continue;
    output = await world.script(transform, [
      output,
      {
        vars: Object.fromEntries(request.vars),
        prompt: { label: item.prompt.label, raw: request.text },
        metadata: { ...item.test.metadata, ...answer.metadata },
      },
    ]);
  }
  return output;
}

async function gradeAnswered(
  world: EvalWorld,
  answered: AnsweredCase,
  services = new CaseServices(world, answered.item, false),
  comparison: Pick<GradeInput, "rivals" | "own"> = {},
): Promise<CaseResult> {
  const { item, request, answer, output, assertions } = answered;
  const grades = await gradeCase(
    { case: item, request, answer, output, assertions, ...comparison },
    services,
  );
  if (services.exhausted) throw services.exhausted;
  return gradedResult(world.ids(item), answered, grades, world.digests.of(item.test));
}

interface Scored {
  readonly services: CaseServices;
  readonly score?: number;
}

/** The score without the assertions that compare, where one of those asks for it. What was asked for it is not asked again. */
async function scoreOf(world: EvalWorld, answered: AnsweredCase | CaseResult): Promise<Scored | undefined> {
  if (!("answer" in answered)) return undefined;
  const { item, request, answer, output, assertions } = answered;
  const services = new CaseServices(world, item, true);
  if (!assertions.some(needsScores)) return { services };
  const own = assertions.filter((assertion) => !isComparing(assertion));
  const { score } = await gradeCase({ case: item, request, answer, output, assertions: own }, services);
  return score === undefined ? { services } : { services, score };
}

/** An answer among those that it is compared with, in the order of the cases. */
function compared(
  group: readonly (AnsweredCase | CaseResult)[],
  scores: readonly (Scored | undefined)[],
  own: number,
): Required<Pick<GradeInput, "rivals" | "own">> {
  const rivals: NonNullable<GradeInput["rivals"]>[number][] = [];
  let place = 0;
  for (const [index, one] of group.entries()) {
    if (index === own) place = rivals.length;
    else if ("answer" in one) {
      const { item, output } = one;
      const text = typeof output === "string" ? output : JSON.stringify(output);
      const label = `${item.prompt.label} · ${item.provider.label}`;
      rivals.push({ label, text, ...scoreAt(scores, index) });
    }
  }
  return { rivals, own: { place, ...scoreAt(scores, own) } };
}

function scoreAt(scores: readonly (Scored | undefined)[], index: number): { readonly score?: number } {
  const score = scores[index]?.score;
  return score === undefined ? {} : { score };
}
