import { Interrupted, MlxError } from "../../../core/errors.js";
import { gradeCase } from "../../../evals/grade-case.js";
import { judgeAssertion } from "../../../evals/judge-proof/judge-assertion.js";
import { outputText } from "../../../evals/output-text.js";
import { fillAssertion } from "../../../evals/rendering/fill-assertion.js";
import { messagesText } from "../../../evals/rendering/prompt-request.js";
import type { CaseResult, EvalCase, Grade, Suite } from "../../../evals/types.js";
import type { App } from "../../app.js";
import { Budget } from "../budget.js";
import { CaseServices } from "../case-services.js";
import { openWorld } from "../open-world.js";
import type { RunOptions } from "../run-options.js";

/** An answer that a judge is asked about again. */
export interface AskedAnswer {
  readonly item: EvalCase;
  readonly result: CaseResult;
  readonly grader: string;
  /** What others answered to the same test, in the order of the cases, this answer among them; for graders that compare. */
  readonly group: readonly CaseResult[];
}

/** Told apart from the repeats of a suite: no answer that a run was given is given again. */
const rounds = 1_000_000;

const atOnce = 64;

/**
 * Asks the judge about answers that are there already, several times each; nobody is asked for answers.
 * @param suite as the evaluation's options make it.
 * @returns for each answer its grades, one a time; errored where the judge could not judge.
 * @throws {MlxError} `MLX_JUDGE_UNASKED`, exit 3, where the budget does not reach; {@link Interrupted}. What was answered is kept in the cache.
 */
export async function askAgain(
  app: App,
  suite: Suite,
  options: RunOptions,
  answers: readonly AskedAnswer[],
  times: number,
): Promise<readonly (readonly Grade[])[]> {
  // Those who answer are not asked, so that they need neither keys nor prices.
  const judging: Suite = { ...suite, providers: [] };
  const world = await openWorld(app, judging, options, new Budget(suite.budget.maxCostUsd));
  const progress = app.ui.progress("asking the judge", answers.length * times);
  const stop = () => world.answers.stop();
  app.signal.addEventListener("abort", stop, { once: true });
  try {
    const grades = answers.map((): Grade[] => []);
    const jobs = answers.flatMap((answer, place) =>
      Array.from({ length: times }, (_, round) => ({ answer, place, round })),
    );
    for (let start = 0; start < jobs.length; start += atOnce) {
      await Promise.all(
        jobs.slice(start, start + atOnce).map(async ({ answer, place, round }) => {
          if (app.signal.aborted) throw new Interrupted();
          const index = (round + 1) * rounds + answer.item.repeat;
          const services = new CaseServices(world, { ...answer.item, repeat: index }, false);
          const grade = await gradeAgain(suite, answer, services);
          if (app.signal.aborted) throw new Interrupted();
          if (services.exhausted) throw unasked(services.exhausted.message);
          const known = grades[place];
          if (known) known[round] = grade;
          progress.add(1);
        }),
      );
    }
    return grades;
  } finally {
    app.signal.removeEventListener("abort", stop);
    app.ui.endProgress();
    await world.close();
  }
}

async function gradeAgain(suite: Suite, answer: AskedAnswer, services: CaseServices): Promise<Grade> {
  const { item, result, grader, group } = answer;
  const vars = new Map(Object.entries(result.vars));
  const assertions = item.test.assertions.map((one) => fillAssertion(one, vars, suite));
  const assertion = judgeAssertion(assertions, grader);
  if (assertion === undefined) throw new RangeError(`no grader ${grader} in ${result.id}`);
  const { messages, output = "", latencyMs = 0, toolCalls, score } = result;
  const request = { messages, text: messagesText(messages), settings: {}, vars };
  const place = group.findIndex(({ id }) => id === result.id);
  const { grades } = await gradeCase(
    {
      ...{ case: item, request, output, assertions: [assertion] },
      answer: { output, latencyMs, cached: false, ...(toolCalls && { toolCalls }) },
      ...(group.length > 1 && {
        rivals: group.filter(({ id }) => id !== result.id).map(rivalOf),
        own: { place, ...(score !== undefined && { score }) },
      }),
    },
    services,
  );
  const [grade] = grades;
  if (grade === undefined) throw new RangeError(`no grade of ${grader} in ${result.id}`);
  return grade;
}

function rivalOf({ prompt, provider, output, score }: CaseResult) {
  const label = `${prompt} · ${provider}`;
  return { label, text: outputText(output), ...(score !== undefined && { score }) };
}

function unasked(reason: string): MlxError {
  return new MlxError("MLX_JUDGE_UNASKED", `the judge was not asked to the end: ${reason}`, {
    hint: "give it more with --max-cost; what was answered so far is kept and not paid for again",
    exitCode: 3,
  });
}
