import type { Json } from "../../prompts/types.js";
import { labelsOf, separatorOf } from "../../stats/scoring/label-sets.js";
import { cellText } from "../data/cell.js";
import type { ScoredValue } from "../outcomes/scored-value.js";
import { found, invalidAssertion, isMapping } from "./assertion-value.js";
import type { GradeInput, Grader, Verdict } from "./grader.js";
import { scoredKind, scoredTypes } from "./scored-types.js";
import { shown } from "./verdict.js";

/** Judges a case by itself, and hands on what its figure over all cases is made of. */
const scored: Grader = (input) => {
  const { assertion, test } = input;
  const { config, type } = assertion;
  const truthColumn = textOf(config["truth"]);
  const truth = cellText(truthColumn === undefined ? assertion.value : cellOf(input, truthColumn))?.trim();
  if (truth === undefined) {
    const what = truthColumn === undefined ? "expected" : JSON.stringify(truthColumn);
    throw invalidAssertion(assertion, `the case ${test.id} has no ${what}, which is what is true`);
  }
  const kind = scoredKind(type);
  const scores = kind === "numbers" ? undefined : scoresOf(input);
  const prediction = predictionOf(input, truth, scores);
  const average = textOf(config["average"]);
  const value: ScoredValue = {
    name: textOf(config["name"]) ?? type,
    metric: average === undefined ? type : `${type}_${average}`,
    ...{ truth, prediction },
    ...(scores && { scores }),
    ...taskOf(config["task"], kind, scores),
    ...(textOf(config["positive"]) !== undefined && { positive: textOf(config["positive"]) ?? "" }),
    ...(typeof config["bins"] === "number" && { bins: config["bins"] }),
  };
  if (kind === "numbers") return { ...numberVerdict(input, truth, prediction), scored: value };
  const passed = value.task === "multilabel" ? sameSet(truth, prediction) : truth === prediction;
  const reason = `predicted ${shown(prediction)}, and ${passed ? "so it is" : `it is ${shown(truth)}`}`;
  return { passed, score: passed ? 1 : 0, reason, scored: value };
};

function numberVerdict({ assertion }: GradeInput, truth: string, prediction: string): Verdict {
  const [is, said] = [truth, prediction].map((text) => (text === "" ? Number.NaN : Number(text)));
  if (is === undefined || !Number.isFinite(is))
    throw invalidAssertion(assertion, `the truth ${shown(truth)} is no number`);
  if (said === undefined || !Number.isFinite(said))
    throw invalidAssertion(assertion, `the prediction ${shown(prediction)} is no number`);
  const error = Math.abs(said - is);
  const tolerance = assertion.config["tolerance"];
  const passed = typeof tolerance !== "number" || error <= tolerance;
  const limit = typeof tolerance === "number" ? `, ${passed ? "within" : "beyond"} ${tolerance}` : "";
  const reason = `predicted ${said}, it is ${is}: ${Number(error.toPrecision(6))} away${limit}`;
  return { passed, score: passed ? 1 : 0, reason, namedScores: { absolute_error: error } };
}

/** The column of the prediction, or the output; of probabilities alone whether the positive class is the likelier one. */
function predictionOf(input: GradeInput, truth: string, scores: ScoredValue["scores"]): string {
  const { assertion, text } = input;
  const column = textOf(assertion.config["prediction"]);
  if (column !== undefined) {
    const value = cellText(cellOf(input, column))?.trim();
    if (value !== undefined) return value;
    throw invalidAssertion(
      assertion,
      `the case ${input.test.id} has no ${JSON.stringify(column)}, which is the prediction`,
    );
  }
  if (scores === undefined || assertion.config["score"] !== undefined) return text.trim();
  const positive = textOf(assertion.config["positive"]) ?? "1";
  const isLikely = (scores[positive] ?? 0) >= 0.5;
  if (isLikely) return positive;
  return truth === positive ? `not ${positive}` : truth;
}

/** Probabilities of the columns that are named; of a figure that needs some and names none, the output. */
function scoresOf(input: GradeInput): ScoredValue["scores"] {
  const { assertion, output } = input;
  const { score, positive } = assertion.config;
  const name = textOf(positive) ?? "1";
  if (score === undefined) {
    return scoredKind(assertion.type) === "scores"
      ? { [name]: probability(input, output, "the output") }
      : undefined;
  }
  const columns = isMapping(score) ? Object.entries(score) : [[name, score] as const];
  return Object.fromEntries(
    columns.map(([klass, column]) => [
      klass,
      probability(input, cellOf(input, textOf(column) ?? ""), JSON.stringify(column)),
    ]),
  );
}

function probability({ assertion }: GradeInput, value: Json | undefined, what: string): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && number >= 0 && number <= 1) return number;
  throw invalidAssertion(assertion, `${what} is no probability from 0 to 1: ${found(value)}`);
}

/** A member of the output, where it is data or JSON, else a value of the case. */
function cellOf({ output, text, vars }: GradeInput, column: string): Json | undefined {
  const data = isMapping(output) ? output : mappingIn(text);
  return data !== undefined && Object.hasOwn(data, column) ? data[column] : vars.get(column);
}

function mappingIn(text: string): { readonly [key: string]: Json } | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const value: Json = JSON.parse(text);
    return isMapping(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function sameSet(truth: string, prediction: string): boolean {
  const separator = separatorOf([truth, prediction]);
  const [is, said] = [truth, prediction].map((cell) => [...labelsOf(cell, separator)].sort());
  return JSON.stringify(is) === JSON.stringify(said);
}

/** A figure of one column of probabilities is of two classes, whatever the others are called. */
function taskOf(
  written: Json | undefined,
  kind: string | undefined,
  scores: ScoredValue["scores"] = {},
): Pick<ScoredValue, "task"> {
  if (kind === "numbers") return { task: "regression" };
  if (written === "binary" || written === "multiclass" || written === "multilabel") return { task: written };
  return kind === "scores" && Object.keys(scores).length === 1 ? { task: "binary" } : {};
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export const scoredGraders: Readonly<Record<string, Grader>> = Object.fromEntries(
  scoredTypes.map((type) => [type, scored]),
);
