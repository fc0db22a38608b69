import { existsSync } from "node:fs";
import { MlxError } from "../../core/errors.js";
import { formatCount } from "../../core/format-bytes.js";
import { asksStatus } from "../../evals/case-filter.js";
import { caseIds } from "../../evals/case-ids.js";
import { caseCount } from "../../evals/cases.js";
import type { CaseResult, EvalCase, Suite } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { adaptSuite } from "./adapt-suite.js";
import { existingEvaluations, resultsPath } from "./open-evaluations.js";
import { readResults, resultsGone } from "./read-results.js";
import type { RunOptions } from "./run-options.js";
import { selectCases } from "./select-cases.js";
import type { SequentialCases } from "./sequential-plan.js";
import { basisOf } from "./stored-options.js";

/** What would run. */
export interface RunPlan {
  /** As the options make it. */
  readonly suite: Suite;
  /** How many cases are meant; undefined where only going through them all tells. */
  readonly expected?: number;
  /** The evaluation whose results filters by status look at. */
  readonly basis?: string;
  /** Where it is to run until it is decided. */
  readonly sequential?: SequentialCases;
  /** Some at a time, afresh at each call. */
  cases(): AsyncGenerator<readonly EvalCase[]>;
}

/**
 * Decides which cases are meant.
 * @param resumed the evaluation that goes on. @throws {MlxError} `MLX_EVAL_NOT_FOUND`, exit 2, where a filter asks for results that are not there.
 */
export async function planRun(
  app: App,
  suite: Suite,
  options: RunOptions,
  resumed?: Evaluation,
): Promise<RunPlan> {
  const adapted = adaptSuite(suite, options);
  const basis = asksStatus(options.filter) ? await basisFor(app, adapted, resumed) : undefined;
  const before = basis === undefined ? undefined : await statusesOf(await resultsPath(app, basis));
  const cases = () => selectCases(adapted, caseIds(adapted), options, before);
  const kept = basis === undefined ? {} : { basis: basis.id };
  if (options.untilDecided !== undefined) {
    const { sequentialCases } = await import("./sequential-plan.js");
    const sequential = await sequentialCases(cases(), options.untilDecided);
    const expected = sequential.units.reduce((sum, unit) => sum + unit.length, 0);
    return { suite: adapted, ...kept, expected, sequential, cases: () => listed(sequential.units) };
  }
  const expected = await expectedCases(adapted, options);
  return { suite: adapted, ...(expected !== undefined && { expected }), ...kept, cases };
}

/** `MLX_NO_CASES`, exit 2: what left none. */
export async function noCases(plan: RunPlan, { filter, limit, shard }: RunOptions): Promise<MlxError> {
  const all = await caseCount(plan.suite);
  const ways = [
    ...filter.map(({ text }) => `--filter ${text}`),
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
    ...(shard === undefined ? [] : [`--shard ${shard.index}/${shard.count}`]),
  ];
  if (ways.length === 0 || all === 0) {
    return new MlxError(
      "MLX_NO_CASES",
      `${plan.suite.file} has no cases: it has no tests, or none is for its prompts and providers`,
      {
        hint: "mlx eval validate shows what the suite holds",
        exitCode: 2,
      },
    );
  }
  return new MlxError(
    "MLX_NO_CASES",
    `none of the ${formatCount(all)} cases of ${plan.suite.file} is left by ${ways.join(" and ")}`,
    {
      hint: "mlx eval run FILE --dry-run shows how many a filter leaves; a test's id, tags and slices stand in the suite and its data",
      exitCode: 2,
    },
  );
}

async function* listed(units: SequentialCases["units"]): AsyncGenerator<readonly EvalCase[]> {
  yield* units;
}

async function basisFor(app: App, suite: Suite, resumed: Evaluation | undefined): Promise<Evaluation> {
  const ledger = await existingEvaluations(app);
  const known = resumed && basisOf(resumed);
  const [latest] = known === undefined ? (ledger?.list({ suite: suite.name, limit: 1 }) ?? []) : [];
  const basis = known === undefined ? latest : ledger?.find(known);
  if (basis !== undefined) return basis;
  throw new MlxError(
    "MLX_EVAL_NOT_FOUND",
    `${suite.name} has no earlier evaluation for a filter by status to look at`,
    {
      hint: "run the suite without this filter first",
      exitCode: 2,
    },
  );
}

async function statusesOf(file: string): Promise<ReadonlyMap<string, CaseResult["status"]>> {
  if (!existsSync(file)) throw resultsGone(file);
  const statuses = new Map<string, CaseResult["status"]>();
  for await (const { id, status } of readResults(file)) statuses.set(id, status);
  return statuses;
}

/** Known before only where neither filters nor shards have to look at each case. */
async function expectedCases(
  suite: Suite,
  { filter, limit, shard }: RunOptions,
): Promise<number | undefined> {
  const { count, unrestricted } = suite.tests;
  if (filter.length > 0 || shard !== undefined || count === undefined || unrestricted !== true)
    return undefined;
  return Math.min(await caseCount(suite), limit ?? Number.POSITIVE_INFINITY);
}
