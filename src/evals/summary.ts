import { fairnessEstimate } from "../stats/scoring/fairness.js";
import type { Measured } from "../stats/scoring/types.js";
import { CaseGroup, type GroupSummary } from "./case-group.js";
import { type DerivedMetrics, derivedMetrics } from "./derived-metrics.js";
import type { FairnessGate } from "./gate-spec.js";
import { type SuiteJudge, SuiteJudges } from "./judge-proof/suite-judge.js";
import type { JudgeIdentity } from "./judges/judge-identity.js";
import { estimatedGroup } from "./outcomes/estimated-group.js";
import { OutcomeColumns } from "./outcomes/outcome-columns.js";
import { OutcomeGroups } from "./outcomes/outcome-groups.js";
import { OutcomesBuilder } from "./outcomes/outcomes-builder.js";
import { ScoredCases, type ScoredPart } from "./outcomes/scored-cases.js";
import type { SequentialOutcome } from "./outcomes/sequential-outcome.js";
import type { CaseOutcome } from "./outcomes/types.js";
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

/** Whether the values of a slice are treated alike. */
export interface FairnessSummary {
  readonly measure: FairnessGate["measure"];
  readonly slice: string;
  readonly measured: Measured;
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
  /** Fairness measures that gates ask for, in their order. */
  readonly fairness?: readonly FairnessSummary[];
  /** Where it ran until it was decided. */
  readonly sequential?: SequentialOutcome;
  /** Per type of assertion, those in assert-sets included: how often it passed. */
  readonly graders: readonly GraderSummary[];
  /** Those that must pass. */
  readonly critical: Tally;
  /** At most 20: errored ones, critical ones, then the lowest scores. */
  readonly worst: readonly WorstCase[];
}

/**
 * Takes results one by one, in any order, and keeps none: for each of 100,000 cases some 70 bytes of what became of it (300 where it is compared), and 16 for exact
 * quantiles in the whole, in its combination and in each of its slices. Intervals are made once, at the end.
 */
export class SummaryBuilder {
  readonly #all = new CaseGroup();
  readonly #critical = new TallyCounter();
  readonly #slices = new PairedGroups();
  readonly #combinations = new PairedGroups();
  readonly #gateSlices: readonly { slice: Readonly<Record<string, string>>; group: CaseGroup }[];
  readonly #graders = new Map<string, TallyCounter>();
  readonly #worst = new WorstCases();
  readonly #scored = new ScoredCases();
  readonly #outcomes: OutcomesBuilder | OutcomeColumns;
  /** Only a gate asks for them. */
  readonly #suiteJudges: SuiteJudges | undefined;
  #finished: readonly CaseOutcome[] | undefined;

  /** @param isCompared whether the outcomes are to be held against a baseline, for which more of each is kept. */
  constructor(
    private readonly suite: Pick<Suite, "derived" | "gates">,
    isCompared = false,
  ) {
    this.#outcomes = isCompared ? new OutcomesBuilder() : new OutcomeColumns();
    if (suite.gates.some(({ kind }) => kind === "judge")) this.#suiteJudges = new SuiteJudges();
    this.#gateSlices = suite.gates.flatMap((gate) => {
      const slice = gate.kind === "threshold" ? gate.slice : undefined;
      return slice && Object.keys(slice).length > 1 ? [{ slice, group: new CaseGroup() }] : [];
    });
  }

  add(result: CaseResult): void {
    this.#all.add(result);
    if (result.critical) this.#critical.add(result.status, result.score);
    for (const [name, value] of Object.entries(result.slices)) this.#slices.of(name, value).add(result);
    for (const { slice, group } of this.#gateSlices) if (isIn(result, slice)) group.add(result);
    this.#combinations.of(result.prompt, result.provider).add(result);
    for (const grade of result.grades) this.#addGrade(grade);
    this.#worst.add(result);
    this.#scored.add(result);
    this.#outcomes.add(result);
    this.#suiteJudges?.add(result);
    this.#finished = undefined;
  }

  /** What became of each case, by prompt, provider and id. */
  get outcomes(): readonly CaseOutcome[] {
    this.#finished ??= this.#outcomes.finish();
    return this.#finished;
  }

  /** Who judged; empty where nothing is compared. */
  get judges(): readonly JudgeIdentity[] {
    return this.#outcomes instanceof OutcomesBuilder ? this.#outcomes.judges : [];
  }

  /** For which graders, where a gate asks for their proof; else empty. */
  get suiteJudges(): readonly SuiteJudge[] {
    return this.#suiteJudges?.finish() ?? [];
  }

  finish(): EvalSummary {
    const groups = new OutcomeGroups(this.outcomes);
    const all = this.#finish(this.#all, groups.all, {});
    const { problems } = derivedMetrics(this.suite.derived, this.#all.sums, all.total);
    const alone = this.#combinations.all.length === 1;
    const fairness = this.#fairness();
    return {
      ...all,
      notComputed: problems,
      slices: this.#slices.all.map(({ first: name, second: value, group }) => {
        const slice = { [name]: value };
        return { name, value, ...this.#finish(group, groups.slice(slice), { slice }) };
      }),
      gateSlices: this.#gateSlices.map(({ slice, group }) => ({
        slice,
        ...this.#finish(group, groups.slice(slice), { slice }),
      })),
      combinations: this.#combinations.all.map(({ first: prompt, second: provider, group }) => ({
        ...{ prompt, provider },
        ...(alone ? all : this.#finish(group, groups.combination(prompt, provider), { prompt, provider })),
      })),
      ...(fairness.length > 0 && { fairness }),
      graders: [...this.#graders].map(([type, counter]) => ({ type, ...counter.finish() })),
      critical: this.#critical.finish(),
      worst: this.#worst.finish(),
    };
  }

  #finish(group: CaseGroup, outcomes: readonly CaseOutcome[], part: ScoredPart): GroupSummary {
    const summary = group.finish();
    const measures = this.#scored.isEmpty ? {} : this.#scored.measures(part);
    const estimated = estimatedGroup(summary, outcomes, group.times, measures);
    const { values } = derivedMetrics(this.suite.derived, group.sums, summary.total);
    return { ...estimated, metrics: { ...estimated.metrics, ...Object.fromEntries(values) } };
  }

  /** What gates ask for of groups that have to be treated alike. */
  #fairness(): readonly FairnessSummary[] {
    return this.suite.gates.flatMap((gate) => {
      if (gate.kind !== "fairness") return [];
      const { measure, slice } = gate;
      const groups = this.#scored.groups(slice);
      const reason = "no grader is a metric of classes with a positive one, such as accuracy or f1";
      const measured = groups === undefined ? { value: null, reason } : fairnessEstimate(measure, groups);
      return [{ measure, slice, measured }];
    });
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
