import { MlxError } from "../../../core/errors.js";
import { shortJson } from "../../../core/schema-problems.js";
import { closest, namesHint } from "../../../core/suggest.js";
import { judgeScoreGate, type ScoreGate, type ScoreGateResult } from "../../../evals/gates/score-gate.js";
import { sortedClasses } from "../../../stats/scoring/class-order.js";
import { compareModels, type ModelComparison } from "../../../stats/scoring/compare-models.js";
import { type FairnessGroup, fairnessEstimate, fairnessMeasures } from "../../../stats/scoring/fairness.js";
import { fairnessGroups } from "../../../stats/scoring/fairness-groups.js";
import { metricNames, type NamedMeasure, scoreCases } from "../../../stats/scoring/score-cases.js";
import { type ScoreCurves, scoreCurves } from "../../../stats/scoring/score-curves.js";
import { selectCases } from "../../../stats/scoring/select-cases.js";
import type { ClassCases, Measured, ScoringCases } from "../../../stats/scoring/types.js";
import type { Predictions } from "./read-predictions.js";

export interface ScoreWishes {
  readonly bins: number;
  /** Slices whose figures are told. */
  readonly slices: readonly string[];
  /** Slices whose values are compared as groups. */
  readonly fairness: readonly string[];
  /** The good outcome of several classes. */
  readonly positive?: string;
  readonly curves: boolean;
  readonly gates: readonly ScoreGate[];
  readonly by: "estimate" | "interval";
}

export interface SliceScores {
  readonly name: string;
  readonly value: string;
  readonly n: number;
  readonly metrics: readonly NamedMeasure[];
}

export interface FairnessScores {
  readonly slice: string;
  readonly groups: readonly FairnessGroup[];
  readonly measures: Readonly<Record<string, Measured>>;
}

export interface Scores {
  readonly metrics: readonly NamedMeasure[];
  readonly slices: readonly SliceScores[];
  readonly fairness: readonly FairnessScores[];
  readonly comparison?: readonly ModelComparison[];
  readonly curves?: ScoreCurves;
  readonly gates: readonly ScoreGateResult[];
}

/** Most values of a slice: what differs in every case is no slice. */
const mostValues = 200;

/** Everything that was asked of predictions. @throws {MlxError} `MLX_USAGE`, `MLX_SCORE_TASK`, exit 2. */
export function scorePredictions(predictions: Predictions, wishes: ScoreWishes): Scores {
  const { cases, other } = predictions;
  const { bins, gates, by } = wishes;
  checkGates(cases, gates);
  const fair = new Set([
    ...wishes.fairness,
    ...gates.flatMap(({ metric, slice }) => (isFairness(metric) && slice ? [slice.name] : [])),
  ]);
  const sliced = new Set([
    ...wishes.slices,
    ...gates.flatMap(({ metric, slice }) => (!isFairness(metric) && slice ? [slice.name] : [])),
  ]);
  const metrics = scoreCases(cases, { bins });
  const slices = [...sliced].flatMap((name) => scoreSlice(predictions, name, bins));
  const fairness = [...fair].map((slice) => scoreFairness(predictions, slice, wishes.positive));
  const found = (gate: ScoreGate): Measured | undefined => {
    const { metric, slice } = gate;
    if (isFairness(metric)) return fairness.find((it) => it.slice === slice?.name)?.measures[metric];
    const group = slice
      ? slices.find(({ name, value }) => name === slice.name && value === slice.value)?.metrics
      : metrics;
    return group?.find(({ name }) => name === metric)?.measured;
  };
  return {
    metrics,
    slices: slices.filter(({ name }) => wishes.slices.includes(name)),
    fairness,
    ...(other && { comparison: compareModels(cases, other) }),
    ...(wishes.curves && { curves: scoreCurves(cases, bins) }),
    gates: gates.map((gate) => judgeScoreGate(gate, found(gate), by)),
  };
}

function scoreSlice({ cases, slices }: Predictions, name: string, bins: number): SliceScores[] {
  const values = slices.get(name) ?? [];
  return sortedClasses(values).map((value) => {
    const places = Uint32Array.from([...values.keys()].filter((place) => values[place] === value));
    const part = selectCases(cases, places);
    return { name, value, n: part.n, metrics: scoreCases(part, { bins }) };
  });
}

/** @throws {MlxError} `MLX_USAGE`, exit 2, for a column that differs nearly everywhere. */
export function requireSlices({ slices }: Predictions): void {
  for (const [name, values] of slices) {
    const count = new Set(values).size;
    if (count <= mostValues) continue;
    throw new MlxError("MLX_USAGE", `the slice ${shortJson(name)} has ${count} different values`, {
      hint: `a slice has at most ${mostValues}; make one of ranges first`,
      exitCode: 2,
    });
  }
}

function scoreFairness(
  { cases, slices }: Predictions,
  slice: string,
  positive: string | undefined,
): FairnessScores {
  const of = classesOf(cases, positive);
  const groups = fairnessGroups(of.cases, slices.get(slice) ?? [], of.positive);
  const measures = fairnessMeasures.map((measure) => [measure, fairnessEstimate(measure, groups)] as const);
  return { slice, groups, measures: Object.fromEntries(measures) };
}

function classesOf(
  cases: ScoringCases,
  positive: string | undefined,
): { cases: ClassCases; positive: number } {
  if (cases.task === "binary") return { cases, positive: 1 };
  const refuse = (message: string, hint: string) =>
    new MlxError("MLX_SCORE_TASK", message, { hint, exitCode: 2 });
  if (cases.task !== "multiclass") {
    throw refuse(`fairness needs classes, and this is ${cases.task}`, "leave --fairness out");
  }
  const place = cases.classes.indexOf(positive ?? "");
  if (place >= 0) return { cases, positive: place };
  throw refuse(
    "fairness needs a good outcome, and there are several classes",
    `name it with --positive: ${cases.classes.slice(0, 12).join(", ")}`,
  );
}

function isFairness(metric: string): boolean {
  return fairnessMeasures.some((measure) => measure === metric);
}

function checkGates(cases: ScoringCases, gates: readonly ScoreGate[]): void {
  const known = metricNames(cases);
  for (const { text, metric, slice } of gates) {
    const refuse = (message: string, hint: string) =>
      new MlxError("MLX_USAGE", `--gate ${shortJson(text)}: ${message}`, { hint, exitCode: 2 });
    if (isFairness(metric)) {
      if (slice === undefined || slice.value !== undefined)
        throw refuse(`${metric} compares the values of a slice`, `write ${metric}[SLICE]`);
      continue;
    }
    if (!known.includes(metric)) {
      const meant = closest(metric, fairnessMeasures);
      const hint = meant === undefined ? namesHint(metric, known, "there are") : `did you mean ${meant}?`;
      throw refuse(`there is no metric ${metric}`, hint);
    }
    if (slice !== undefined && slice.value === undefined)
      throw refuse(`which ${slice.name} is meant?`, `write ${metric}[${slice.name}=VALUE]`);
  }
}
