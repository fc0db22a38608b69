import type { App } from "../../app/app.js";
import { existingEvaluations } from "../../app/evals/open-evaluations.js";
import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { rateText } from "../../evals/report/figures.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import { verdictText } from "../eval/evaluation-cells.js";
import type { SectionReport, StatusSection } from "./section.js";

const mostShown = 10;

/** The last evaluation of each suite, if there is any: to look makes no ledger. */
export const evaluationsSection: StatusSection = {
  key: "evaluations",
  title: "Evaluations",
  async read(app: App): Promise<SectionReport> {
    const ledger = await existingEvaluations(app);
    const latest = ledger?.latestPerSuite() ?? [];
    if (latest.length === 0) return { lines: ["none yet; run a suite: mlx eval run FILE"], json: [] };
    const shown = latest.toSorted((a, b) => b.started - a.started);
    const rest = shown.length - mostShown;
    return {
      lines: [
        ...shown.slice(0, mostShown).map((evaluation) => lineOf(evaluation, app.now())),
        ...(rest > 0 ? [`and ${rest} more: mlx eval list`] : []),
      ],
      json: shown.map(({ id, suite, status, verdict, started, summary }) => ({
        suite,
        id,
        status,
        verdict: verdict ?? null,
        started: timestamp(started),
        passRate: summary?.passRate ?? null,
      })),
    };
  },
};

function lineOf(evaluation: Evaluation, now: number): string {
  const { id, suite, started, summary } = evaluation;
  const rate = summary === undefined ? "" : rateText(summary);
  const facts = [
    verdictText(evaluation),
    ...(rate === "" ? [] : [`${rate} passed`]),
    relativeTime(started, now),
  ];
  return `${displayPath(suite)}: ${facts.join(", ")} (${shortEvaluationId(id)})`;
}
