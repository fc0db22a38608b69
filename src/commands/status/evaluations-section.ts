import type { App } from "../../app/app.js";
import { namedSuites } from "../../app/evals/named-suites.js";
import { existingEvaluations } from "../../app/evals/open-evaluations.js";
import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { rateText } from "../../evals/report/figures.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import { verdictText } from "../eval/evaluation-cells.js";
import { moreLines } from "./more-lines.js";
import type { SectionReport, StatusSection } from "./section.js";

/** The last evaluation of each suite, and the suites that have none here: to look makes no ledger. */
export const evaluationsSection: StatusSection = {
  key: "evaluations",
  title: "Evaluations",
  async read(app: App): Promise<SectionReport> {
    const ledger = await existingEvaluations(app);
    const latest = (ledger?.latestPerSuite() ?? []).toSorted((a, b) => b.started - a.started);
    const known = new Set(latest.map(({ suite }) => suite));
    const { root, bare } = await app.workspace();
    const others = (bare ? [] : namedSuites(root)).filter(({ name }) => !known.has(name));
    if (latest.length + others.length === 0)
      return { lines: ["none yet; run a suite: mlx eval run FILE"], json: [] };
    const never = others.map(({ name }) => `${displayPath(name)}: not run here`);
    return {
      lines: moreLines(
        [...latest.map((evaluation) => lineOf(evaluation, app.now())), ...never],
        "mlx eval list",
      ),
      json: [...latest.map(jsonOf), ...others.map(({ name }) => notRun(name))],
    };
  },
};

function jsonOf({ id, suite, status, verdict, started, summary }: Evaluation) {
  return {
    ...{ suite, id, status, verdict: verdict ?? null, started: timestamp(started) },
    passRate: summary?.passRate ?? null,
  };
}

function notRun(suite: string) {
  return { suite, id: null, status: null, verdict: null, started: null, passRate: null };
}

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
