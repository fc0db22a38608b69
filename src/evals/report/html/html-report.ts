import { baselineName } from "../../outcomes/comparison-text.js";
import { flipWay } from "../../outcomes/flip-way.js";
import { ScoredCases } from "../../outcomes/scored-cases.js";
import type { FlippedCase } from "../../outcomes/types.js";
import { Quantiles } from "../../quantiles.js";
import type { CaseResult } from "../../types.js";
import type { Report, ReportedEvaluation } from "../report.js";
import { CaseRows } from "./case-rows.js";
import { reportPage } from "./page.js";
import type { PageRow } from "./page-data.js";
import { combinationsSection } from "./sections/combinations.js";
import { comparisonSection } from "./sections/comparison.js";
import { fairnessSection } from "./sections/fairness.js";
import { gatesSection } from "./sections/gates.js";
import { gradersSection } from "./sections/graders.js";
import { type RunFacts, reportHeader } from "./sections/header.js";
import { latencySection } from "./sections/latency.js";
import { metricsSection } from "./sections/metrics.js";
import { scoringSection } from "./sections/scoring.js";
import { slicesSection } from "./sections/slices.js";

/** Cases that a page has rows for. */
const mostRows = 1000;

/**
 * An evaluation as a page of one file. Of more than 1,000 cases those that failed, erred, flipped or are critical have rows first; all of them
 * are in the charts.
 */
export function htmlReport(evaluation: ReportedEvaluation, facts: RunFacts | undefined): Report {
  const rows = new CaseRows(Math.min(mostRows, evaluation.summary.total));
  const latencies = new Quantiles();
  const scored = new ScoredCases();
  const chosen = new ChosenCases(evaluation);
  return {
    begin: () => "",
    add: (result) => {
      if (result.latencyMs !== undefined) latencies.add(result.latencyMs);
      scored.add(result);
      const flip = chosen.flipOf(result);
      if (rows.count < mostRows && chosen.has(result, flip)) rows.add(result, flip);
      else rows.leaveOut();
      return "";
    },
    end: () => pageOf(evaluation, facts, { rows, latencies, scored }),
  };
}

/** What was gathered of the cases as they came by. */
interface Gathered {
  readonly rows: CaseRows;
  readonly latencies: Quantiles;
  readonly scored: ScoredCases;
}

function pageOf(
  evaluation: ReportedEvaluation,
  facts: RunFacts | undefined,
  { rows, latencies, scored }: Gathered,
): string {
  const { suite, verdict, summary, gates, against, id } = evaluation;
  const curves = scored.curves();
  return reportPage({
    title: `${suite}: ${verdict}`,
    header: reportHeader(evaluation, facts),
    sections: [
      gatesSection(gates),
      against &&
        comparisonSection(
          against.comparison,
          against.counts,
          `Against ${baselineName(against.baseline)}: ${against.baseline.path}`,
        ),
      metricsSection(summary),
      slicesSection(summary),
      fairnessSection(summary),
      combinationsSection(summary),
      gradersSection(summary),
      curves && scoringSection(curves),
      latencySection(summary, latencies.sorted),
    ],
    data: rows.finish([`mlx eval show ${id} --case CASE`]),
  });
}

/** Which cases have rows: whatever is to be looked at, then as many others as there is room for, in the order of the suite. */
class ChosenCases {
  readonly #flips: ReadonlyMap<string, PageRow["flip"]>;
  #others: number;

  constructor({ summary, against }: ReportedEvaluation) {
    const flipped = against?.comparison.flipped ?? [];
    this.#flips = new Map(flipped.map((flip) => [keyOf({ ...flip, test: flip.id }), flipWay(flip)]));
    const toLookAt =
      summary.failed + summary.errored + summary.critical.passed + flipped.filter(passesNow).length;
    this.#others = Math.max(0, mostRows - toLookAt);
  }

  flipOf(result: CaseResult): PageRow["flip"] {
    return this.#flips.get(keyOf(result));
  }

  has({ status, critical }: CaseResult, flip: PageRow["flip"]): boolean {
    if (status !== "passed" || critical || flip !== undefined) return true;
    return this.#others-- > 0;
  }
}

function passesNow({ after, critical }: FlippedCase): boolean {
  return after > 0 && !critical;
}

function keyOf({ prompt, provider, test }: Pick<CaseResult, "prompt" | "provider" | "test">): string {
  return JSON.stringify([prompt, provider, test]);
}
