import { CaseJudges } from "../../../evals/outcomes/case-judges.js";
import { compactOutcomes } from "../../../evals/outcomes/compact-outcomes.js";
import { ScoredColumns } from "../../../evals/outcomes/scored-columns.js";
import type { Estimates } from "../../../evals/outcomes/types.js";
import { SummaryBuilder } from "../../../evals/summary.js";
import type { CaseResult, Suite } from "../../../evals/types.js";
import type { EvidenceOutcomes, EvidenceSummary } from "../../../registry/evidence/evidence.js";
import type { Interval } from "../../../stats/types.js";
import { readResults } from "../read-results.js";
import type { SubjectResults } from "./evidence-of.js";
import type { EvidenceSubject } from "./plan-evidence.js";

/**
 * Goes through the results of an evaluation once.
 * @param path absolute. @param subjects the labels of each. @returns one for each, in their order.
 */
export async function subjectResults(
  path: string,
  suite: Suite,
  subjects: readonly Pick<EvidenceSubject, "labels" | "model">[],
): Promise<readonly SubjectResults[]> {
  const collectors = subjects.map(
    ({ labels, model }) => new SubjectCollector(suite, labels, model !== undefined),
  );
  for await (const result of readResults(path)) for (const one of collectors) one.add(result);
  return collectors.map((one) => one.finish());
}

class SubjectCollector {
  readonly #summary: SummaryBuilder;
  readonly #judges = new CaseJudges();
  readonly #scored = new ScoredColumns();
  readonly #answeredBy = new Map<string, Set<string>>();

  constructor(
    suite: Suite,
    private readonly labels: readonly string[],
    /** Two versions of a model may be compared case by case, so more is kept. */
    private readonly isModel: boolean,
  ) {
    this.#summary = new SummaryBuilder(suite, isModel);
  }

  add(result: CaseResult): void {
    if (!this.labels.includes(result.prompt)) return;
    this.#summary.add(result);
    this.#judges.of(result.grades);
    if (this.isModel) this.#scored.add(result);
    const { provider, answeredBy } = result;
    if (answeredBy === undefined || answeredBy === provider) return;
    this.#answeredBy.set(provider, (this.#answeredBy.get(provider) ?? new Set<string>()).add(answeredBy));
  }

  finish(): SubjectResults {
    const outcomes = this.isModel ? this.#keptOutcomes() : undefined;
    return {
      summary: summaryOf(this.#summary, this.isModel),
      ...(outcomes && { outcomes }),
      judges: this.#judges.finish(),
      answeredBy: new Map([...this.#answeredBy].map(([label, others]) => [label, [...others].sort()])),
    };
  }

  #keptOutcomes(): EvidenceOutcomes | undefined {
    const { outcomes } = this.#summary;
    return compactOutcomes(outcomes, this.#scored.finish(outcomes));
  }
}

function summaryOf(summary: SummaryBuilder, isModel: boolean): EvidenceSummary {
  const {
    total,
    passed,
    failed,
    errored,
    passRate,
    interval,
    score,
    metrics,
    costUsd,
    latencyMs,
    estimates,
  } = summary.finish();
  return {
    ...{ cases: total, passed, failed, errored, passRate, interval, score, metrics, costUsd },
    latencyMs: { p50: latencyMs.p50, p95: latencyMs.p95 },
    ...(isModel && { intervals: intervalsOf(estimates, ["score", ...Object.keys(metrics)]) }),
  };
}

function intervalsOf(
  estimates: Estimates | undefined,
  names: readonly string[],
): Readonly<Record<string, Interval>> {
  const known = estimates?.metrics ?? {};
  const found = names.flatMap((name) => {
    const interval = Object.hasOwn(known, name) ? known[name]?.interval : undefined;
    return interval === undefined ? [] : [[name, interval] as const];
  });
  return Object.fromEntries(found);
}
