import { existsSync } from "node:fs";
import { caseCount } from "../../evals/cases.js";
import { compareOutcomes, defaultEffect } from "../../evals/outcomes/compare-outcomes.js";
import { type ObservedDesign, observedDesign } from "../../evals/outcomes/observed-design.js";
import type { CaseOutcome } from "../../evals/outcomes/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import { upperShare } from "../../stats/upper-share.js";
import type { App } from "../app.js";
import { findBaseline } from "./baselines.js";
import { findSuite } from "./find-suite.js";
import { baselineSide } from "./hold-against-baseline.js";
import { existingEvaluations, resultsPath } from "./open-evaluations.js";
import { type ReadSide, readSide } from "./read-side.js";
import { readSuite } from "./read-suite.js";
import { storedSelection } from "./stored-options.js";

/** What is known of a suite for a plan of its size. */
export interface PowerFacts {
  readonly suite: string;
  /** Tests with each prompt and provider; repeats do not count. */
  readonly cases: number;
  /** Smallest change that matters to it, a share. */
  readonly effect: number;
  /** Share of the cases that change between two evaluations, rather too high than too low, and what it was seen in. */
  readonly discordant?: { readonly share: number; readonly from: string };
  /** Of its baseline or of its last evaluation. */
  readonly design?: ObservedDesign;
}

/** @throws {MlxError} as reading the suite and its baseline, exit 2. */
export async function powerFacts(app: App, typed: string): Promise<PowerFacts> {
  const suite = await readSuite(app, await findSuite(app, typed));
  const baseline = await findBaseline(app, suite.name);
  const runs = await lastRuns(app, suite.name);
  const [latest, earlier] = runs;
  const before = baseline ? baselineSide(baseline.baseline) : earlier;
  const compared = latest && before && compareOutcomes(before, latest, { effect: defaultEffect });
  const [passRate] = compared?.metrics ?? [];
  const from = baseline ? "the baseline and the last evaluation" : "the last two evaluations";
  const outcomes: readonly CaseOutcome[] | undefined = latest?.outcomes ?? before?.outcomes;
  return {
    suite: suite.name,
    cases: (await caseCount(suite)) / suite.repeat,
    effect: suite.effect ?? defaultEffect,
    ...(passRate && {
      discordant: {
        share: upperShare(passRate.discordant.improved + passRate.discordant.regressed, passRate.n),
        from,
      },
    }),
    ...(outcomes && { design: observedDesign(outcomes) }),
  };
}

/** The last two evaluations of the whole suite whose results are still there. */
async function lastRuns(app: App, suite: string): Promise<readonly ReadSide[]> {
  const ledger = await existingEvaluations(app);
  const found = ledger?.list({ suite, status: "finished", limit: 50 }) ?? [];
  const sides: ReadSide[] = [];
  for (const evaluation of found.filter(isWhole)) {
    if (sides.length === 2) break;
    const path = await resultsPath(app, evaluation);
    if (existsSync(path)) sides.push(await readSide(path, evaluation.id, false));
  }
  return sides;
}

function isWhole(evaluation: Evaluation): boolean {
  return storedSelection(evaluation).length === 0;
}
