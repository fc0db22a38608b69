import type { Sha256 } from "../../core/sha256.js";
import { FieldProblem, Fields } from "../../registry/format/fields.js";
import type { JudgeIdentity } from "../judges/judge-identity.js";
import type { Baseline, BaselineSummary } from "./baseline.js";
import { baselineProblem } from "./baseline-problem.js";

export type BaselineHeader = Omit<Baseline, "cases"> & { readonly digest: Sha256 };

const keys = [
  ...["mlx", "suite", "file", "evaluation", "ran", "time", "author", "message", "commit", "dirty", "partial"],
  ...["digests", "judges", "prompts", "providers", "summary", "digest"],
];

const summaryKeys = ["cases", "passed", "graded", "errored", "passRate", "score", "metrics"];

/** @param value what stands before the cases. @throws {MlxError} `MLX_BASELINE_DAMAGED`, exit 2, at the key. */
export function readHeader(value: unknown, file: string, text: string): BaselineHeader {
  try {
    const fields = new Fields(value, keys);
    fields.formatVersion();
    return {
      suite: fields.text("suite"),
      file: fields.text("file"),
      evaluation: fields.text("evaluation"),
      ran: fields.time("ran"),
      time: fields.time("time"),
      author: fields.person("author"),
      ...(fields.has("message") && { message: fields.text("message") }),
      ...(fields.has("commit") && { commit: fields.text("commit") }),
      dirty: fields.flag("dirty"),
      ...(fields.has("partial") && { partial: fields.texts("partial") }),
      digests: fields.record("digests", (digests, name) => digests.text(name)),
      judges: fields.list("judges", judgeOf),
      prompts: fields.texts("prompts"),
      providers: fields.texts("providers"),
      summary: summaryOf(fields.inner("summary", summaryKeys)),
      digest: fields.digest("digest"),
    };
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    const at = Math.max(0, text.indexOf(`  ${JSON.stringify(error.key)}:`) + 2);
    throw baselineProblem(file, `is not as it must be: ${error.message}`, text, at);
  }
}

function judgeOf(value: unknown): JudgeIdentity {
  const fields = new Fields(value, ["model", "rubric"]);
  return { ...(fields.has("model") && { model: fields.text("model") }), rubric: fields.text("rubric") };
}

function summaryOf(fields: Fields): BaselineSummary {
  return {
    ...{ cases: fields.size("cases"), passed: fields.size("passed") },
    ...{ graded: fields.size("graded"), errored: fields.size("errored") },
    ...{ passRate: fields.figure("passRate"), score: fields.figure("score") },
    metrics: fields.record("metrics", (metrics, name) => metrics.number(name)),
  };
}
