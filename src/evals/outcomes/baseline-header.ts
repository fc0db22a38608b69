import type { Sha256 } from "../../core/sha256.js";
import { FieldProblem, Fields } from "../../registry/fields.js";
import type { JudgeIdentity } from "../judges/judge-identity.js";
import type { Baseline, BaselineSummary } from "./baseline.js";
import { baselineProblem } from "./baseline-problem.js";

export type BaselineHeader = Omit<Baseline, "cases"> & { readonly digest: Sha256 };

const keys = [
  ...["mlx", "suite", "file", "evaluation", "ran", "time", "author", "message", "commit", "dirty", "partial"],
  ...["digests", "judges", "prompts", "providers", "summary", "digest"],
];

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
      ...(fields.has("partial") && { partial: fields.list("partial", textIn("partial")) }),
      digests: mapped(fields.mapping("digests"), textIn("digests")),
      judges: fields.list("judges", judgeOf),
      prompts: fields.list("prompts", textIn("prompts")),
      providers: fields.list("providers", textIn("providers")),
      summary: summaryOf(fields.mapping("summary")),
      digest: fields.digest("digest"),
    };
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    const at = Math.max(0, text.indexOf(`  ${JSON.stringify(error.key)}:`) + 2);
    throw baselineProblem(file, `is not as it must be: ${error.message}`, text, at);
  }
}

function textIn(key: string): (value: unknown) => string {
  return (value) => {
    if (typeof value === "string") return value;
    throw new FieldProblem(key, `${JSON.stringify(key)} must hold texts`);
  };
}

function judgeOf(value: unknown): JudgeIdentity {
  const fields = new Fields(value, ["model", "rubric"]);
  return { ...(fields.has("model") && { model: fields.text("model") }), rubric: fields.text("rubric") };
}

function summaryOf(value: Readonly<Record<string, unknown>>): BaselineSummary {
  const fields = new Fields(value, ["cases", "passed", "graded", "errored", "passRate", "score", "metrics"]);
  const figures = new Map(Object.entries(value));
  return {
    ...{ cases: fields.size("cases"), passed: fields.size("passed") },
    ...{ graded: fields.size("graded"), errored: fields.size("errored") },
    passRate: figureOf(figures.get("passRate")),
    score: figureOf(figures.get("score")),
    metrics: mapped(fields.mapping("metrics"), numberIn),
  };
}

function figureOf(value: unknown): number | null {
  return value === null ? null : numberIn(value);
}

function numberIn(value: unknown): number {
  if (typeof value === "number") return value;
  throw new FieldProblem("summary", '"summary" must hold numbers');
}

function mapped<T>(
  mapping: Readonly<Record<string, unknown>>,
  read: (value: unknown) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(mapping).map(([name, item]) => [name, read(item)]));
}
