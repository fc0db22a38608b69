import { CaseJudges } from "../../../evals/outcomes/case-judges.js";
import { SummaryBuilder } from "../../../evals/summary.js";
import type { CaseResult, Suite } from "../../../evals/types.js";
import type { EvidenceSummary } from "../../../registry/evidence.js";
import { readResults } from "../read-results.js";
import type { SubjectResults } from "./evidence-of.js";

/**
 * Goes through the results of an evaluation once.
 * @param path absolute. @param subjects the labels of each. @returns one for each, in their order.
 */
export async function subjectResults(
  path: string,
  suite: Suite,
  subjects: readonly { readonly labels: readonly string[] }[],
): Promise<readonly SubjectResults[]> {
  const collectors = subjects.map(({ labels }) => new SubjectCollector(suite, labels));
  for await (const result of readResults(path)) for (const one of collectors) one.add(result);
  return collectors.map((one) => one.finish());
}

class SubjectCollector {
  readonly #summary: SummaryBuilder;
  readonly #judges = new CaseJudges();
  readonly #answeredBy = new Map<string, Set<string>>();

  constructor(
    suite: Suite,
    private readonly labels: readonly string[],
  ) {
    this.#summary = new SummaryBuilder(suite);
  }

  add(result: CaseResult): void {
    if (!this.labels.includes(result.prompt)) return;
    this.#summary.add(result);
    this.#judges.of(result.grades);
    const { provider, answeredBy } = result;
    if (answeredBy === undefined || answeredBy === provider) return;
    this.#answeredBy.set(provider, (this.#answeredBy.get(provider) ?? new Set<string>()).add(answeredBy));
  }

  finish(): SubjectResults {
    return {
      summary: summaryOf(this.#summary),
      judges: this.#judges.finish(),
      answeredBy: new Map([...this.#answeredBy].map(([label, others]) => [label, [...others].sort()])),
    };
  }
}

function summaryOf(summary: SummaryBuilder): EvidenceSummary {
  const { total, passed, failed, errored, passRate, interval, score, metrics, costUsd, latencyMs } =
    summary.finish();
  return {
    ...{ cases: total, passed, failed, errored, passRate, interval, score, metrics, costUsd },
    latencyMs: { p50: latencyMs.p50, p95: latencyMs.p95 },
  };
}
