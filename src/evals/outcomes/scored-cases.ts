import type { FairnessGroup } from "../../stats/scoring/fairness.js";
import { fairnessGroups } from "../../stats/scoring/fairness-groups.js";
import { scoreCases } from "../../stats/scoring/score-cases.js";
import { type ScoreCurves, scoreCurves } from "../../stats/scoring/score-curves.js";
import { selectCases } from "../../stats/scoring/select-cases.js";
import type { Measured } from "../../stats/scoring/types.js";
import type { CaseResult, Grade } from "../types.js";
import { ScoredSeries } from "./scored-series.js";

/** Which cases are meant: those of a slice, by any number of names, of a prompt, of a provider; all of them where nothing is said. */
export interface ScoredPart {
  readonly slice?: Readonly<Record<string, string>>;
  /** Labels. */
  readonly prompt?: string;
  readonly provider?: string;
}

/** What a case belongs to; the same for all of its metrics. */
type Membership = Pick<CaseResult, "slices" | "prompt" | "provider">;

/**
 * Gathers what graders that are metrics say of each case, for figures that only all cases together have: F1, ROC AUC, R² … Of a case it keeps
 * numbers and references to texts that are kept once.
 */
export class ScoredCases {
  readonly #series = new Map<string, { readonly series: ScoredSeries; readonly members: Membership[] }>();
  readonly #memberships = new Map<string, Membership>();

  add(result: CaseResult): void {
    for (const grade of result.grades) this.#addGrade(result, grade);
  }

  /** Whether no case has a metric. */
  get isEmpty(): boolean {
    return this.#series.size === 0;
  }

  /**
   * Each metric by its name; of a part without cases none. Cases that share a cluster, and the repeats, prompts and providers of one test, are
   * not independent, and their intervals know it.
   * @param options `intervals: false` where values alone are wanted, which is a hundred times faster.
   */
  measures(
    part: ScoredPart = {},
    options: { readonly intervals?: boolean } = {},
  ): Readonly<Record<string, Measured>> {
    const entries = [...this.#series].flatMap(([name, { series, members }]) => {
      const places = placesIn(members, part);
      if (places.length === 0) return [];
      const { metric, bins } = series.first;
      const cases = selectCases(series.cases, places);
      const more = { ...options, ...(bins !== undefined && { bins }) };
      const [found] = scoreCases(cases, { metrics: [series.metricName], ...more });
      const reason = `a ${cases.task} task ${cases.task === "binary" || cases.task === "multiclass" ? "without scores " : ""}has no ${metric}`;
      return [[name, found?.measured ?? { value: null, reason }] as const];
    });
    return Object.fromEntries(entries);
  }

  /** Cases by the value of a slice, for fairness measures. Undefined where no metric is of classes with a positive one. */
  groups(slice: string): readonly FairnessGroup[] | undefined {
    for (const { series, members } of this.#series.values()) {
      const { cases, positive } = series;
      if (positive === undefined || (cases.task !== "binary" && cases.task !== "multiclass")) continue;
      const places = Uint32Array.from(
        [...members.keys()].filter((place) => members[place]?.slices[slice] !== undefined),
      );
      const part = selectCases(cases, places);
      const values = Array.from(places, (place) => members[place]?.slices[slice] ?? "");
      if (part.task === "binary" || part.task === "multiclass") return fairnessGroups(part, values, positive);
    }
    return undefined;
  }

  /** What can be drawn of probabilities, by the first metric that has some: those of a suite are as a rule made of the same ones. */
  curves(): ScoreCurves | undefined {
    for (const { series } of this.#series.values()) {
      const curves = scoreCurves(series.cases, series.first.bins ?? 10);
      if (curves.classes.length > 0) return curves;
    }
    return undefined;
  }

  #addGrade(result: CaseResult, { scored, components }: Grade): void {
    for (const component of components ?? []) this.#addGrade(result, component);
    if (scored === undefined) return;
    const entry = this.#series.get(scored.name) ?? { series: new ScoredSeries(scored), members: [] };
    this.#series.set(scored.name, entry);
    entry.series.add(scored, result.cluster ?? result.test);
    entry.members.push(this.#membership(result));
  }

  /** Cases of the same slices, prompt and provider share one. */
  #membership({ slices, prompt, provider }: CaseResult): Membership {
    const key = JSON.stringify([slices, prompt, provider]);
    const known = this.#memberships.get(key) ?? { slices, prompt, provider };
    this.#memberships.set(key, known);
    return known;
  }
}

function placesIn(members: readonly Membership[], { slice = {}, prompt, provider }: ScoredPart): Uint32Array {
  const wanted = Object.entries(slice);
  const isIn = (member: Membership) =>
    (prompt === undefined || member.prompt === prompt) &&
    (provider === undefined || member.provider === provider) &&
    wanted.every(([name, value]) => Object.hasOwn(member.slices, name) && member.slices[name] === value);
  return Uint32Array.from(
    [...members.keys()].filter((place) => {
      const member = members[place];
      return member !== undefined && isIn(member);
    }),
  );
}
