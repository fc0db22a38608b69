import { isLabelSet } from "./label-sets.js";
import type { ScoringTask } from "./types.js";

/** Whole numbers with more different values than this are quantities, not names of classes. */
const mostNumbered = 20;

/** The task that columns fit, and by what it was told. */
export interface GuessedTask {
  readonly task: ScoringTask;
  readonly because: string;
}

/** @param prediction absent where there are scores alone. @param scores how many columns of probabilities there are. */
export function taskOf(
  truth: readonly string[],
  prediction: readonly string[] | undefined,
  scores: number,
): GuessedTask {
  if (scores > 2) return { task: "multiclass", because: `there are ${scores} columns of scores` };
  const cells = prediction === undefined ? [...truth] : [...truth, ...prediction];
  if (scores === 0 && cells.some(isLabelSet))
    return { task: "multilabel", because: "cells hold several labels" };
  const isNumeric = cells.every((cell) => cell.trim() !== "" && Number.isFinite(Number(cell)));
  const kinds = new Set(cells);
  if (isNumeric && scores === 0) {
    if (cells.some((cell) => !Number.isInteger(Number(cell))))
      return { task: "regression", because: "truth and prediction are numbers with decimals" };
    if (kinds.size > mostNumbered)
      return { task: "regression", because: `truth and prediction are ${kinds.size} different numbers` };
  }
  const what = kinds.size === 1 ? "one class" : `${kinds.size} classes`;
  return {
    task: kinds.size > 2 ? "multiclass" : "binary",
    because: `there ${kinds.size === 1 ? "is" : "are"} ${what}`,
  };
}
