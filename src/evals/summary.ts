import { CaseGroup, type GroupSummary } from "./case-group.js";
import { type DerivedMetrics, derivedMetrics } from "./derived-metrics.js";
import { PairedGroups } from "./paired-groups.js";
import { type Tally, TallyCounter } from "./tally.js";
import type { CaseResult, Grade, Suite } from "./types.js";
import { type WorstCase, WorstCases } from "./worst-cases.js";

export type { Tally } from "./tally.js";
export type { WorstCase } from "./worst-cases.js";

export interface SliceSummary extends GroupSummary {
  readonly name: string;
  readonly value: string;
}

export interface CombinationSummary extends GroupSummary {
  readonly prompt: string;
  readonly provider: string;
}

export interface GraderSummary extends Tally {
  /** With its `not-`. */
  readonly type: string;
}

/** What a finished evaluation says of itself: plain data, without NaN, so that it goes into JSON and comes back the same. */
export interface EvalSummary extends GroupSummary {
  /** Means of the named scores, then the derived metrics. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Derived metrics that could not be computed. */
  readonly notComputed: DerivedMetrics["problems"];
  /** Per name and value; in the order in which they came up, as all lists here. */
  readonly slices: readonly SliceSummary[];
  /** Slices by several names at once that a gate asks for. */
  readonly gateSlices: readonly ({ readonly slice: Readonly<Record<string, string>> } & GroupSummary)[];
  readonly combinations: readonly CombinationSummary[];
  /** Per type of assertion, those in assert-sets included: how often it passed. */
  readonly graders: readonly GraderSummary[];
  /** Those that must pass. */
  readonly critical: Tally;
  /** At most 20: errored ones, critical ones, then the lowest scores. */
  readonly worst: readonly WorstCase[];
}

/**
 * Takes results one by one, in any order, and keeps none: for each of 100,000 cases 16 bytes for exact quantiles in the whole, and as many
 * for its combination and for each of its slices.
 */
export class SummaryBuilder {
  readonly #all = new CaseGroup();
  readonly #critical = new TallyCounter();
  readonly #slices = new PairedGroups();
  readonly #combinations = new PairedGroups();
  readonly #gateSlices: readonly { slice: Readonly<Record<string, string>>; group: CaseGroup }[];
  readonly #graders = new Map<string, TallyCounter>();
  readonly #worst = new WorstCases();

  constructor(private readonly suite: Pick<Suite, "derived" | "gates">) {
    this.#gateSlices = suite.gates.flatMap(({ slice }) =>
      slice && Object.keys(slice).length > 1 ? [{ slice, group: new CaseGroup() }] : [],
    );
  }

  add(result: CaseResult): void {
    this.#all.add(result);
    if (result.critical) this.#critical.add(result.status, result.score);
    for (const [name, value] of Object.entries(result.slices)) this.#slices.of(name, value).add(result);
    for (const { slice, group } of this.#gateSlices) if (isIn(result, slice)) group.add(result);
    this.#combinations.of(result.prompt, result.provider).add(result);
    for (const grade of result.grades) this.#addGrade(grade);
    this.#worst.add(result);
  }

  finish(): EvalSummary {
    const all = this.#all.finish();
    const derived = derivedMetrics(this.suite.derived, this.#all.sums, all.total);
    return {
      ...all,
      metrics: { ...all.metrics, ...Object.fromEntries(derived.values) },
      notComputed: derived.problems,
      slices: this.#slices.all.map(({ first, second, group }) => ({
        ...{ name: first, value: second },
        ...this.#finish(group),
      })),
      gateSlices: this.#gateSlices.map(({ slice, group }) => ({ slice, ...this.#finish(group) })),
      combinations: this.#combinations.all.map(({ first, second, group }) => ({
        ...{ prompt: first, provider: second },
        ...this.#finish(group),
      })),
      graders: [...this.#graders].map(([type, counter]) => ({ type, ...counter.finish() })),
      critical: this.#critical.finish(),
      worst: this.#worst.finish(),
    };
  }

  #finish(group: CaseGroup): GroupSummary {
    const summary = group.finish();
    const { values } = derivedMetrics(this.suite.derived, group.sums, summary.total);
    return { ...summary, metrics: { ...summary.metrics, ...Object.fromEntries(values) } };
  }

  #addGrade({ type, status, score, components }: Grade): void {
    if (type === "assert-set") {
      for (const component of components ?? []) this.#addGrade(component);
      return;
    }
    let counter = this.#graders.get(type);
    if (counter === undefined) {
      counter = new TallyCounter();
      this.#graders.set(type, counter);
    }
    counter.add(status, score);
  }
}

/** Whether a case lies in a slice by several names. */
function isIn({ slices }: Pick<CaseResult, "slices">, slice: Readonly<Record<string, string>>): boolean {
  return Object.entries(slice).every(
    ([name, value]) => Object.hasOwn(slices, name) && slices[name] === value,
  );
}
