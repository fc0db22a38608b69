import { compareBytes } from "../../core/byte-order.js";
import type { JudgeIdentity } from "../judges/judge-identity.js";
import type { CaseResult } from "../types.js";
import { CaseJudges } from "./case-judges.js";
import { copied, noMetrics, SharedValues, setOwn } from "./shared-values.js";
import type { CaseOutcome } from "./types.js";

/** Of a result what its case's outcome is made of. */
export type OutcomeResult = Pick<
  CaseResult,
  | "test"
  | "prompt"
  | "provider"
  | "status"
  | "score"
  | "namedScores"
  | "grades"
  | "cluster"
  | "critical"
  | "slices"
  | "digests"
>;

type Collected = { -readonly [Key in keyof CaseOutcome]: CaseOutcome[Key] };

interface Sum {
  total: number;
  count: number;
}

/** Of a case with several repeats. */
interface Sums {
  readonly score: Sum;
  readonly metrics: Map<string, Sum>;
}

/**
 * Takes results one by one, in any order, and keeps of each case what became of it: some 300 bytes. What many cases have in common is
 * kept once. Means are rounded to 12 digits, so that they do not depend on the order of the repeats.
 */
export class OutcomesBuilder {
  readonly #cases = new Map<string, Map<string, Map<string, Collected>>>();
  readonly #sums = new Map<Collected, Sums>();
  readonly #shared = new SharedValues();
  readonly #judges = new CaseJudges();

  add(result: OutcomeResult): void {
    const cases = this.#casesOf(result.prompt, result.provider);
    const known = cases.get(result.test);
    if (known !== undefined) {
      this.#again(known, result);
      return;
    }
    const outcome = this.#first(result);
    cases.set(outcome.id, outcome);
  }

  /** By prompt, provider and id. To be called once: what was only needed to collect them is let go. */
  finish(): readonly CaseOutcome[] {
    for (const [outcome, sums] of this.#sums) average(outcome, sums);
    this.#sums.clear();
    const outcomes = byLabel(this.#cases).flatMap(([, providers]) =>
      byLabel(providers).flatMap(([, cases]) => [...cases.values()].sort((a, b) => compareBytes(a.id, b.id))),
    );
    this.#cases.clear();
    return outcomes;
  }

  /** Who judged, as far as it is known by now. */
  get judges(): readonly JudgeIdentity[] {
    return this.#judges.finish();
  }

  #casesOf(prompt: string, provider: string): Map<string, Collected> {
    let providers = this.#cases.get(prompt);
    if (providers === undefined) {
      providers = new Map();
      this.#cases.set(this.#shared.text(prompt), providers);
    }
    let cases = providers.get(provider);
    if (cases === undefined) {
      cases = new Map();
      providers.set(this.#shared.text(provider), cases);
    }
    return cases;
  }

  #first(result: OutcomeResult): Collected {
    const { test, prompt, provider, status, score, cluster, critical, digests } = result;
    const outcome: Collected = {
      id: copied(test),
      prompt: this.#shared.text(prompt),
      provider: this.#shared.text(provider),
      passed: status === "passed" ? 1 : 0,
      graded: status === "errored" ? 0 : 1,
      errored: status === "errored" ? 1 : 0,
      metrics: metricsOf(result.namedScores),
      critical,
      slices: this.#shared.slices(result.slices),
      input: copied(digests?.input ?? ""),
      grading: digests === undefined ? "" : this.#shared.text(digests.grading),
    };
    if (status !== "errored" && isNumber(score)) outcome.score = tidy(score);
    if (cluster !== undefined) outcome.cluster = this.#shared.text(cluster);
    const judges = this.#judges.of(result.grades);
    if (judges !== undefined) outcome.judges = judges;
    return outcome;
  }

  #again(outcome: Collected, { status, score, namedScores, grades }: OutcomeResult): void {
    let sums = this.#sums.get(outcome);
    if (sums === undefined) {
      sums = { score: { total: 0, count: 0 }, metrics: new Map() };
      this.#sums.set(outcome, sums);
      if (outcome.score !== undefined) addTo(sums.score, outcome.score);
      for (const [name, value] of Object.entries(outcome.metrics)) addMetric(sums, name, value);
    }
    if (status === "errored") outcome.errored++;
    else outcome.graded++;
    if (status === "passed") outcome.passed++;
    if (status !== "errored" && isNumber(score)) addTo(sums.score, score);
    for (const [name, value] of Object.entries(namedScores))
      if (isNumber(value)) addMetric(sums, name, value);
    const judges = this.#judges.of(grades);
    if (judges !== undefined && judges !== outcome.judges) {
      outcome.judges = [...new Set([...(outcome.judges ?? []), ...judges])].sort();
    }
  }
}

function metricsOf(scores: CaseResult["namedScores"]): CaseOutcome["metrics"] {
  let metrics: Record<string, number> | undefined;
  for (const [name, value] of Object.entries(scores)) {
    if (!isNumber(value)) continue;
    metrics ??= {};
    setOwn(metrics, name, tidy(value));
  }
  return metrics ?? noMetrics;
}

function average(outcome: Collected, { score, metrics }: Sums): void {
  if (score.count > 0) outcome.score = tidy(score.total / score.count);
  outcome.metrics = metricsOf(
    Object.fromEntries([...metrics].map(([name, { total, count }]) => [name, total / count])),
  );
}

function addMetric({ metrics }: Sums, name: string, value: number): void {
  const sum = metrics.get(name) ?? { total: 0, count: 0 };
  addTo(sum, value);
  metrics.set(name, sum);
}

function addTo(sum: Sum, value: number): void {
  sum.total += value;
  sum.count++;
}

/** A file of results may hold anything: what is no number is no score. */
function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}

function byLabel<T>(items: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...items].sort(([a], [b]) => compareBytes(a, b));
}
