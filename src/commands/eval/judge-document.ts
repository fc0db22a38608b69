import type { ProvenJudges } from "../../app/evals/judging/prove-judges.js";
import { categoriesOf, scaleText } from "../../evals/judge-proof/label-scale.js";
import type { Suite } from "../../evals/types.js";
import { landisKoch } from "../../stats/agreement/landis-koch.js";
import { gateSayings } from "./judge-gates.js";

/** What was found out about judges, as JSON. */
export function judgeDocument(suite: Suite, found: ProvenJudges): Readonly<Record<string, unknown>> {
  const { labels, evaluation, proven, strays, cases } = found;
  return {
    suite: suite.name,
    evaluation: evaluation.id,
    cases,
    labels: {
      ...{ path: labels.path, digest: labels.digest, rows: labels.labels.length + labels.empty },
      empty: labels.empty,
    },
    judges: proven.map(({ report, differences }) => {
      const { model, scale, interval, undefinedBecause, positionBias, selfPreference, flips, ...figures } =
        report;
      return {
        ...figures,
        model: model ?? null,
        scale: scaleText(scale),
        categories: categoriesOf(scale),
        interval: interval ?? null,
        reading: report.kappa === null ? null : landisKoch(report.kappa),
        undefinedBecause: undefinedBecause ?? null,
        positionBias: positionBias ?? null,
        selfPreference: selfPreference ?? null,
        flips: flips ?? null,
        gates: gateSayings(suite, report, found),
        differences,
      };
    }),
    notCounted: strays.map(({ label, why, reason }) => ({ id: label.id, line: label.at.line, why, reason })),
  };
}
