import { canonicalJson } from "../../core/canonical-json.js";
import { digestOf } from "../../registry/format/sealed-json.js";
import type { Person } from "../../registry/types.js";
import type { Interval } from "../../stats/types.js";
import { suiteFileName } from "../suite-file-name.js";
import type { JudgeReport } from "./judge-report.js";
import { scaleText } from "./label-scale.js";
import { judgeKey, type SuiteJudge } from "./suite-judge.js";

/** Where the evidence about a suite's judges is kept, from the repository's top. */
export function judgeEvidencePath(suite: string): string {
  return `evals/judges/${suiteFileName(suite)}.json`;
}

/** Of the form that this mlx writes and reads. */
export const judgeEvidenceVersion = 1;

/** What a report was made of. */
export interface EvidenceOrigin {
  readonly labels: { readonly path: string; readonly digest: string };
  readonly evaluation: string;
  /** RFC 3339 in UTC. */
  readonly time: string;
  readonly author: Person;
  readonly message?: string;
}

/** One judge in the file. */
export interface JudgeEvidence extends SuiteJudge {
  readonly labels: EvidenceOrigin["labels"];
  readonly n: number;
  readonly kappa: number | null;
  readonly interval?: Interval;
  /** All that the file holds of it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A report as the file keeps it: figures to 12 digits, so that it is the same on every machine. */
export function judgeEvidenceFields(
  report: JudgeReport,
  origin: EvidenceOrigin,
): Readonly<Record<string, unknown>> {
  const { scale, ...figures } = report;
  return { ...rounded(figures), scale: scaleText(scale), ...origin };
}

/** The one text of the file. Entries come by grader and model. */
export function formatJudgeEvidence(
  suite: string,
  judges: readonly {
    readonly grader: string;
    readonly model?: string;
    readonly fields: Readonly<Record<string, unknown>>;
  }[],
): string {
  const order = [...judges].sort((a, b) => (judgeKey(a) < judgeKey(b) ? -1 : 1));
  const content = { mlx: judgeEvidenceVersion, suite, judges: order.map(({ fields }) => fields) };
  return canonicalJson({ ...content, digest: digestOf(content) });
}

function rounded(value: object): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(value, (_, one: unknown) =>
    typeof one === "number" ? Number(one.toPrecision(12)) : one,
  );
  return JSON.parse(text);
}
