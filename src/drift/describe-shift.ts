import { displayPath } from "../core/visible-text.js";
import { effectOf } from "./distance.js";
import { chanceText, effectText, shareText } from "./figures.js";
import { measuresEffect } from "./monitor.js";
import type { CategoricalProfile, ColumnProfile, NumericProfile, TextProfile } from "./profile.js";
import { isCategorical, isNumeric, spreadOf, valuesIn } from "./profile-counts.js";
import { noTerms, topicDrift } from "./topic-mix.js";
import type { DriftTest, DriftTestName } from "./verdict.js";

export interface Shift {
  readonly name: string;
  readonly baseline: ColumnProfile;
  readonly current: ColumnProfile;
  readonly tests: readonly DriftTest[];
  /** Then no value is named. */
  readonly isRedacted: boolean;
}

const titles: Readonly<Record<DriftTestName, string>> = {
  ks: "KS",
  psi: "PSI",
  wasserstein: "W1/σ",
  jensen_shannon: "Jensen–Shannon",
  chi_square: "chi-square",
  g_test: "G-test",
  total_variation: "total variation",
  hellinger: "Hellinger",
  cramer_von_mises: "Cramér–von Mises",
  anderson_darling: "Anderson–Darling",
  mann_whitney: "Mann–Whitney",
  mmd: "MMD",
  centroid_distance: "centroid",
};

export function testTitle(name: DriftTestName): string {
  return titles[name];
}

/** `moved up by 0.31 σ (W1/σ 0.32, threshold 0.1; KS q < 0.001)` */
export function describeShift(shift: Shift): string {
  return `${movement(shift)} (${figures(shift.tests)})`;
}

/** Why a column counts as unchanged: what decides says so, or chance may explain what is seen. */
export function describeStill(shift: Shift): string {
  const deciding = shift.tests.filter((test) => test.deciding);
  const far = deciding.filter((test) => measuresEffect(test.name) && test.drifted);
  const chance = deciding.filter((test) => !measuresEffect(test.name) && !test.drifted);
  const said = figures(shift.tests);
  if (far.length > 0 && chance.length > 0) return `moved no more than chance explains (${said})`;
  return `no shift that matters (${said})`;
}

function figures(tests: readonly DriftTest[]): string {
  return tests
    .filter(({ deciding }) => deciding)
    .map((test) => {
      if (measuresEffect(test.name)) {
        const of = test.of === "topics" ? " of topics" : "";
        return `${testTitle(test.name)}${of} ${effectText(effectOf(test))}, threshold ${effectText(test.threshold)}`;
      }
      if (test.qValue !== undefined) return `${testTitle(test.name)} q ${chanceText(test.qValue)}`;
      return `${testTitle(test.name)} p ${chanceText(test.pValue ?? 1)}`;
    })
    .join("; ");
}

function movement({ baseline, current, tests, isRedacted }: Shift): string {
  if (isNumeric(baseline) && isNumeric(current)) return numericMovement(baseline, current);
  if (isCategorical(baseline) && isCategorical(current)) {
    return isRedacted ? "its categories come in other shares" : categoricalMovement(baseline, current);
  }
  if (baseline.kind === "text" && current.kind === "text") {
    if (tests.some(({ of, deciding }) => deciding && of === "topics"))
      return topicMovement(baseline, current);
    const [before, after] = [baseline.words.mean, current.words.mean];
    const length =
      before === null || after === null
        ? ""
        : `: ${effectText(before)} words a text before, ${effectText(after)} now`;
    return `its texts have changed${length}`;
  }
  return "its vectors have moved";
}

/** The two topics whose shares have changed most, by three words each. */
function topicMovement(baseline: TextProfile, current: TextProfile): string {
  const moves = [...(topicDrift(baseline, current)?.topics ?? [])]
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .slice(0, 2);
  const told = moves.map(({ terms, before, after }) => {
    const name = terms.length === 0 ? noTerms : terms.slice(0, 3).map(displayPath).join(" ");
    return `${name} ${shareText(before)} → ${shareText(after)}`;
  });
  return `its texts are about other things: ${told.join(", ")}`;
}

/** Least share of the spread by which a mean that moves tells what happened. */
const telling = 0.05;

function numericMovement(baseline: NumericProfile, current: NumericProfile): string {
  const spread = spreadOf(baseline);
  if (baseline.mean === null || current.mean === null || spread === undefined)
    return "its distribution has changed";
  const difference = current.mean - baseline.mean;
  if (spread === 0) return `was always ${effectText(baseline.mean)} and is not any more`;
  const moved = difference / spread;
  const spreadNow = spreadOf(current) ?? spread;
  const ratio = spreadNow / spread;
  const up = difference > 0 ? "up" : "down";
  if (Math.abs(moved) >= telling) return `moved ${up} by ${effectText(Math.abs(moved))} σ`;
  if (ratio > 1.05) return `spreads ${effectText(ratio)} times as wide`;
  if (ratio < 0.95) return `spreads ${effectText(ratio)} times as wide`;
  return "keeps its mean and spread and has another shape";
}

/** The category whose share has changed most, and how many others. */
function categoricalMovement(baseline: CategoricalProfile, current: CategoricalProfile): string {
  const [before, after] = [sharesOf(baseline), sharesOf(current)];
  const names = new Set([...before.keys(), ...after.keys()]);
  const moves = [...names]
    .map((name) => ({ name, from: before.get(name) ?? 0, to: after.get(name) ?? 0 }))
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
  const told = moves.slice(0, 2).filter(({ from, to }) => Math.abs(to - from) > 0.005);
  if (told.length === 0) return "its rarer categories come in other shares";
  return told
    .map(({ name, from, to }) => `${displayPath(short(name))} ${shareText(from)} → ${shareText(to)}`)
    .join(", ");
}

function sharesOf(profile: CategoricalProfile): Map<string, number> {
  const count = valuesIn(profile);
  return new Map([...profile.top, ...(profile.fresh ?? [])].map(([value, rows]) => [value, rows / count]));
}

function short(value: string): string {
  if (value === "") return '""';
  return value.length > 24 ? `${value.slice(0, 23).replace(/[\ud800-\udbff]$/, "")}…` : value;
}
