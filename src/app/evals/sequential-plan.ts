import { MlxError } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import { BaselinePairs } from "../../evals/outcomes/baseline-pairs.js";
import { defaultEffect } from "../../evals/outcomes/compare-outcomes.js";
import { type SequentialUnit, sequentialOrder } from "../../evals/outcomes/sequential-order.js";
import type { SequentialGoal } from "../../evals/outcomes/sequential-outcome.js";
import { SequentialProgress } from "../../evals/outcomes/sequential-progress.js";
import type { EvalCase, Suite } from "../../evals/types.js";
import type { FoundBaseline } from "./baselines.js";
import { CaseMemory } from "./case-memory.js";
import { baselineSide } from "./hold-against-baseline.js";
import type { UntilDecided } from "./run-options.js";

/** Cases in the order in which an evaluation asks them that runs until it is decided. */
export interface SequentialCases {
  readonly units: readonly SequentialUnit[];
  /** All that are meant, of which `--max-cases` may leave some. */
  readonly of: number;
}

/** @throws {MlxError} `MLX_USAGE`, exit 2, where the cases cannot be asked in any order, or none fits. */
export async function sequentialCases(
  cases: AsyncIterable<readonly EvalCase[]>,
  { seed, maxCases }: UntilDecided,
): Promise<SequentialCases> {
  const all: EvalCase[] = [];
  for await (const some of cases) all.push(...some);
  if (all.some(CaseMemory.concerns)) {
    throw new MlxError(
      "MLX_USAGE",
      "--until-decided asks cases in random order, and this suite's go on from one another",
      {
        hint: "leave --until-decided out: answers of earlier turns are part of later ones",
        exitCode: 2,
      },
    );
  }
  const units = sequentialOrder(all, seed, maxCases);
  if (units.length === 0 && all.length > 0) {
    const [first] = sequentialOrder(all, seed);
    throw new MlxError(
      "MLX_USAGE",
      `--max-cases ${maxCases} is less than the ${countOf(first?.length ?? 0, "case")} that belong together`,
      {
        hint: "a test is asked with all of its prompts, providers and repeats, a cluster as a whole",
        exitCode: 2,
      },
    );
  }
  return { units, of: all.length };
}

/**
 * What an evaluation is to decide: `--target`, else whether it differs from the baseline, else the suite's gate on the pass rate.
 * @throws {MlxError} `MLX_USAGE`, exit 2, where nothing says it.
 */
export function sequentialGoal(
  { target }: UntilDecided,
  suite: Suite,
  baseline: FoundBaseline | undefined,
): SequentialGoal {
  if (target !== undefined) return { kind: "target", rate: target };
  if (baseline !== undefined)
    return { kind: "baseline", path: baseline.path, effect: suite.effect ?? defaultEffect };
  const gate = suite.gates.find(
    (one) =>
      one.kind === "threshold" &&
      one.metric === "passRate" &&
      one.slice === undefined &&
      one.max === undefined,
  );
  const rate = gate?.kind === "threshold" ? gate.min : undefined;
  if (gate !== undefined && rate !== undefined && rate > 0 && rate < 1)
    return { kind: "target", rate, gate: gate.name };
  throw new MlxError("MLX_USAGE", "nothing says what --until-decided is to decide", {
    hint: "give --target 90%, accept a baseline, or add to gates: {metric: passRate, min: 90%}",
    exitCode: 2,
  });
}

/** Looks at the results of these cases as they come, and says when the goal is decided. */
export function sequentialProgress(
  goal: SequentialGoal,
  { units, of }: SequentialCases,
  suite: Suite,
  baseline: FoundBaseline | undefined,
): SequentialProgress {
  const labels = {
    prompts: suite.prompts.map(({ label }) => label),
    providers: suite.providers.map(({ label }) => label),
  };
  const sizes = units.map((unit) => unit.length);
  const pairs =
    goal.kind === "baseline" && baseline
      ? new BaselinePairs(baselineSide(baseline.baseline), labels)
      : undefined;
  return new SequentialProgress({ goal, sizes, of, ...(pairs && { pairs }) });
}
