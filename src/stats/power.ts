import { mcnemarPower } from "./mcnemar-power.js";
import { smoothRootBetween } from "./root.js";

/** What a comparison of pass rates, case by case, is made of. Shares are from 0 to 1. */
export interface ComparisonDesign {
  /** Two-sided level of the test. Default 0.05. */
  readonly alpha?: number;
  /** Share of the cases whose outcome differs between the sides, in either direction; never below the effect. */
  readonly discordant?: number;
  /** Pass rate before, from which `discordant` follows as for outcomes that have nothing to do with each other. Without either: 0.2. */
  readonly rate?: number;
  /** Cases in a cluster. Default 1. */
  readonly clusterSize?: number;
  /** How alike the cases of a cluster are: intraclass correlation. Default 1, as if a cluster were one case. */
  readonly icc?: number;
}

export interface PowerQuestion extends ComparisonDesign {
  /** Change of the pass rate, above 0 and at most 1. */
  readonly effect: number;
  readonly cases: number;
}

export interface SizeQuestion extends ComparisonDesign {
  readonly effect: number;
  /** Chance of finding the effect. Default 0.8. */
  readonly power?: number;
}

export interface EffectQuestion extends ComparisonDesign {
  readonly cases: number;
  readonly power?: number;
}

/**
 * Chance that the exact McNemar test finds that the pass rate fell by `effect`.
 * @throws {RangeError} if a share is not one, or a number of cases is not 0 or more.
 */
export function powerOfComparison(question: PowerQuestion): number {
  check(question);
  const independent = Math.floor(question.cases / designEffect(question) + 1e-9);
  return powerAt(independent, question.effect, question);
}

/**
 * The fewest cases with which the exact McNemar test finds that the pass rate fell by `effect`.
 * @throws {RangeError} if a share is not one.
 */
export function requiredCases(question: SizeQuestion): number {
  check(question);
  const { effect, power = 0.8 } = question;
  const enough = (cases: number): boolean => powerAt(cases, effect, question) >= power;
  let most = 8;
  while (!enough(most)) most *= 2;
  let few = most === 8 ? 0 : most / 2;
  while (most - few > 1) {
    const middle = Math.floor((few + most) / 2);
    if (enough(middle)) most = middle;
    else few = middle;
  }
  return Math.ceil(most * designEffect(question) - 1e-9);
}

/**
 * The smallest change of the pass rate that the exact McNemar test finds with this power.
 * @returns above 0; 1 where no change could be found.
 * @throws {RangeError} if a share is not one, or a number of cases is not 0 or more.
 */
export function minimumDetectableEffect(question: EffectQuestion): number {
  check(question);
  const { power = 0.8 } = question;
  const independent = Math.floor(question.cases / designEffect(question) + 1e-9);
  const missing = (effect: number): number => powerAt(independent, effect, question) - power;
  return missing(1) < 0 ? 1 : smoothRootBetween(missing, 0, 1);
}

/** The design effect: by how much cases that are alike count for less. @see L. Kish, Survey Sampling (1965), section 5.4 */
function designEffect({ clusterSize = 1, icc = 1 }: ComparisonDesign): number {
  return 1 + (clusterSize - 1) * icc;
}

function powerAt(cases: number, effect: number, design: ComparisonDesign): number {
  const changing = Math.min(1, Math.max(effect, discordantOf(effect, design)));
  return mcnemarPower(cases, (changing - effect) / 2, (changing + effect) / 2, design.alpha ?? 0.05);
}

function discordantOf(effect: number, { discordant, rate }: ComparisonDesign): number {
  if (discordant !== undefined) return discordant;
  if (rate === undefined) return 0.2;
  const after = Math.max(0, rate - effect);
  return rate * (1 - after) + after * (1 - rate);
}

function check(question: ComparisonDesign & { effect?: number; power?: number; cases?: number }): void {
  const {
    alpha = 0.05,
    power = 0.8,
    effect = 1,
    discordant = 0,
    rate = 0,
    icc = 0,
    cases = 0,
    clusterSize = 1,
  } = question;
  const sound =
    [alpha, power].every((share) => share > 0 && share < 1) &&
    [discordant, rate, icc].every((share) => share >= 0 && share <= 1) &&
    effect > 0 &&
    effect <= 1 &&
    cases >= 0 &&
    clusterSize >= 1 &&
    Number.isFinite(cases * clusterSize);
  if (!sound) throw new RangeError(`no such comparison: ${JSON.stringify(question)}`);
}
