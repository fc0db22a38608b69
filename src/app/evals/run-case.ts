import { after, type Eventual } from "../../core/eventual.js";
import { gradeCase } from "../../evals/grade-case.js";
import type { GradeInput, PartScore } from "../../evals/graders/grader.js";
import { outputText } from "../../evals/output-text.js";
import { partScores } from "../../evals/part-scores.js";
import { fillAssertion } from "../../evals/rendering/fill-assertion.js";
import type { CaseResult, EvalCase, ProviderAnswer, ProviderRequest, ScriptSpec } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { AnsweredCase } from "./answered-case.js";
import type { Answered } from "./answers.js";
import { BudgetExhausted } from "./budget.js";
import { NotBegun } from "./call-lane.js";
import { caseError } from "./case-error.js";
import { isComparing, needsScores } from "./case-groups.js";
import { erroredResult, gradedResult } from "./case-result.js";
import { CaseServices } from "./case-services.js";
import type { EvalWorld } from "./eval-world.js";
import { renderCase } from "./render-case.js";

/**
 * Runs cases that are judged together, or one that is alone.
 * @returns a result for each, in order. @throws {BudgetExhausted}, {@link NotBegun}: they have none.
 */
export function runGroup(world: EvalWorld, items: readonly EvalCase[]): Eventual<readonly CaseResult[]> {
  const [only] = items;
  if (only === undefined || items.length > 1) return runTogether(world, items);
  return after(runAlone(world, only), (result) => [result]);
}

async function runTogether(world: EvalWorld, items: readonly EvalCase[]): Promise<readonly CaseResult[]> {
  const answered = await Promise.all(items.map((item) => answerCase(world, item)));
  const scores = await Promise.all(answered.map((one) => scoreOf(world, one)));
  return Promise.all(
    answered.map(async (one, index) => {
      if (!("answer" in one)) return one;
      return gradeAnswered(world, one, scores[index]?.services, compared(answered, scores, index));
    }),
  );
}

function runAlone(world: EvalWorld, item: EvalCase): Eventual<CaseResult> {
  return after(answerCase(world, item), (answered) =>
    "answer" in answered ? gradeAnswered(world, answered) : answered,
  );
}

/** Renders, asks, transforms. @returns the result at once where that fails. */
function answerCase(world: EvalWorld, item: EvalCase): Eventual<AnsweredCase | CaseResult> {
  let request: ProviderRequest | undefined;
  let answer: ProviderAnswer | undefined;
  try {
    const answered = after(renderCase(world.app, world.suite, world.memory.tell(item), world), (rendered) => {
      // A recording is found by it; what is asked does not depend on it.
      const asking = { ...rendered, case: { test: item.test.id, repeat: item.repeat } };
      request = asking;
      return after(asked(world, item, asking), (given) => {
        answer = given.answer;
        return after(transformed(world, item, asking, given.answer), (output) =>
          answeredCase(world, item, asking, given, output),
        );
      });
    });
    return answered instanceof Promise ? answered.catch(failed) : answered;
  } catch (error) {
    return failed(error);
  }

  function failed(error: unknown): CaseResult {
    if (error instanceof BudgetExhausted || error instanceof NotBegun) throw error;
    const reason = caseError(error, item.provider);
    return erroredResult(world.ids(item), item, reason, request, answer, world.digests.of(item.test));
  }
}

function asked(world: EvalWorld, item: EvalCase, request: ProviderRequest): Eventual<Answered> {
  const { givenOutput, options } = item.test;
  if (givenOutput === undefined) {
    const how = { repeat: item.repeat, followUp: false };
    return world.answers.ask(options.askedProvider ?? item.provider, request, how);
  }
  const answer = { output: givenOutput, latencyMs: 0, costUsd: 0, cached: false };
  return { answer, by: item.provider };
}

function answeredCase(
  { memory, suite }: EvalWorld,
  item: EvalCase,
  request: ProviderRequest,
  { answer, by }: Answered,
  output: Json,
): AnsweredCase {
  memory.remember(item, request, output);
  const { vars } = request;
  const assertions = item.test.assertions.map((assertion) => fillAssertion(assertion, vars, suite));
  const answered = { item, request, answer, output, assertions };
  return by === item.provider ? answered : { ...answered, answeredBy: by.label };
}

function transformed(
  world: EvalWorld,
  item: EvalCase,
  request: ProviderRequest,
  answer: ProviderAnswer,
): Eventual<Json> {
  const transforms = [item.provider.transform, item.test.options.transform].filter((it) => it !== undefined);
  return transforms.length === 0 ? answer.output : transformedBy(transforms, world, item, request, answer);
}

async function transformedBy(
  transforms: readonly ScriptSpec[],
  world: EvalWorld,
  item: EvalCase,
  request: ProviderRequest,
  answer: ProviderAnswer,
): Promise<Json> {
  let { output } = answer;
  for (const transform of transforms) {
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

function gradeAnswered(
  world: EvalWorld,
  answered: AnsweredCase,
  services = new CaseServices(world, answered.item, false),
  comparison: Pick<GradeInput, "rivals" | "own"> = {},
): Eventual<CaseResult> {
  const { item, request, answer, output, assertions } = answered;
  const grades = gradeCase(
    {
      case: item,
      request,
      answer,
      output,
      assertions,
      vetoes: world.suite.format === "promptfoo",
      ...comparison,
    },
    services,
  );
  return after(grades, (it) => {
    if (services.exhausted) throw services.exhausted;
    return gradedResult(world.ids(item), answered, it, world.digests.of(item.test));
  });
}

interface Scored {
  readonly services: CaseServices;
  readonly scores?: readonly PartScore[];
}

/** The scores of the assertions that do not compare, where one that does asks for them. What was asked for them is not asked again. */
async function scoreOf(world: EvalWorld, answered: AnsweredCase | CaseResult): Promise<Scored | undefined> {
  if (!("answer" in answered)) return undefined;
  const { item, request, answer, output, assertions } = answered;
  const services = new CaseServices(world, item, true);
  if (!assertions.some(needsScores)) return { services };
  const own = assertions.filter((assertion) => !isComparing(assertion));
  const { grades, status } = await gradeCase(
    { case: item, request, answer, output, assertions: own },
    services,
  );
  return status === "errored" ? { services } : { services, scores: partScores(grades) };
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
      const label = `${item.prompt.label} · ${item.provider.label}`;
      rivals.push({ label, text: outputText(output), ...scoresAt(scores, index) });
    }
  }
  return { rivals, own: { place, ...scoresAt(scores, own) } };
}

function scoresAt(all: readonly (Scored | undefined)[], index: number): Pick<Scored, "scores"> {
  const scores = all[index]?.scores;
  return scores ? { scores } : {};
}
