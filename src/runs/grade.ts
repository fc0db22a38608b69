import { formatNumber } from "../core/format-number.js";
import type { EnvironmentDifference } from "./environment-differences.js";
import type { MetricAgreement } from "./metric-agreement.js";
import type { OutputAgreement } from "./output-agreement.js";
import type { RunEnd } from "./types.js";

/** How well a run could be reproduced, best first. */
export type Grade = "identical" | "within_tolerance" | "environment_differs" | "different" | "cannot_run";

/** How a run ended, without when. */
export type Ending = Omit<RunEnd, "endTime">;

/** Two runs of one command side by side: the recorded one and the one that was to reproduce it. */
export interface Reproduced {
  readonly recorded: Ending;
  readonly now: Ending;
  readonly outputs: readonly OutputAgreement[];
  readonly metrics: readonly MetricAgreement[];
  /** Undefined where the environment of one of the two is not known. */
  readonly environment: readonly EnvironmentDifference[] | undefined;
}

export interface Graded {
  readonly grade: Grade;
  /** The grade in words, such as `identical outputs`. */
  readonly verdict: string;
  /** What led to it, a clause each. */
  readonly reasons: readonly string[];
}

const verdicts: Readonly<Record<Grade, string>> = {
  identical: "identical outputs",
  within_tolerance: "metrics within tolerance",
  environment_differs: "environment differs",
  different: "results differ in the same environment",
  cannot_run: "cannot run",
};

/**
 * Grades a reproduction. Outputs count before metrics: where there are outputs to compare and all are the same, it is
 * identical whatever was measured on the way, such as times.
 */
export function gradeReproduction(run: Reproduced): Graded {
  if (!sameEnding(run.recorded, run.now)) return differs(run, [endings(run)]);
  const outputs = run.outputs.filter(({ recorded, now }) => recorded !== null || now !== null);
  const differing = outputs.filter(({ same }) => !same);
  if (outputs.length > 0 && differing.length === 0) return graded("identical", []);
  if (outputs.length === 0 && run.metrics.every(({ sameHistory }) => sameHistory)) return withoutOutputs(run);
  const changed = differing.map(changedOutput);
  if (run.metrics.length > 0 && run.metrics.every(({ within }) => within))
    return graded("within_tolerance", changed);
  const beyond = run.metrics.filter(({ within }) => !within).map(changedMetric);
  return differs(run, [...changed, ...beyond]);
}

/** The grade of a run that cannot be run again. */
export function cannotRun(reasons: readonly string[]): Graded {
  return graded("cannot_run", reasons);
}

function graded(grade: Grade, reasons: readonly string[], verdict = verdicts[grade]): Graded {
  return { grade, verdict, reasons };
}

/** Says what was compared where nobody declared an output. */
function withoutOutputs({ metrics }: Reproduced): Graded {
  return metrics.length > 0
    ? graded("identical", ["no outputs were declared: only metrics were compared"], "identical metrics")
    : graded("identical", ["there are no outputs and no metrics: only the exit was compared"], "same exit");
}

function differs({ environment }: Reproduced, reasons: readonly string[]): Graded {
  if (environment === undefined)
    return graded(
      "different",
      [...reasons, "the environment of one of the two runs is not known, so it may be the cause"],
      "results differ",
    );
  return graded(environment.length > 0 ? "environment_differs" : "different", reasons);
}

function sameEnding(a: Ending, b: Ending): boolean {
  return a.status === b.status && a.exitCode === b.exitCode && a.signal === b.signal;
}

function endings({ recorded, now }: Reproduced): string {
  return `it ${inWords(recorded)}, and now it ${inWords(now)}`;
}

function inWords({ status, exitCode, signal }: Ending): string {
  if (signal !== undefined) return `was ended by ${signal}`;
  return exitCode === undefined ? status : `${status} with exit code ${exitCode}`;
}

function changedOutput({ path, recorded, now }: OutputAgreement): string {
  if (recorded === null) return `${path} was not written by the recorded run`;
  return now === null ? `${path} was not written` : `${path} has other content`;
}

function changedMetric({ key, recorded, now }: MetricAgreement): string {
  if (recorded === null) return `${key} was not logged by the recorded run`;
  return now === null
    ? `${key} was not logged`
    : `${key} was ${formatNumber(recorded)} and is ${formatNumber(now)}`;
}
