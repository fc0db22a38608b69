import type { ScriptSpec } from "../types.js";

/** Graders that compare the answer with what is expected: named alone, they take the suite's `expected`. */
const comparing = new Set([
  ...["equals", "contains", "icontains", "contains-all", "contains-any", "icontains-all", "icontains-any"],
  ...["starts-with", "ends-with", "number", "levenshtein", "bleu", "gleu", "meteor"],
  ...["rouge-n", "rouge-1", "rouge-2", "rouge-l", "classifier", "tool-call-f1"],
  ...["similar", "similar:cosine", "similar:dot", "similar:euclidean"],
  ...["factuality", "model-graded-factuality", "context-recall"],
]);

/** Graders that mean nothing without a value. */
const asking = new Set([
  ...["regex", "word-count", "length", "javascript", "python", "ruby", "webhook", "finish-reason"],
  ...["llm-rubric", "g-eval", "model-graded-closedqa", "select-best", "pairwise"],
  ...["trajectory:tool-used", "trajectory:tool-sequence", "trajectory:tool-args-match"],
  ...["trajectory:goal-success", "skill-used", "trace-span-count", "trace-span-duration"],
]);

/** Graders whose value is a limit: `latency: 2000`. */
const limiting = new Set(["latency", "cost", "ttft", "tokens", "perplexity", "perplexity-score"]);

/** The language of a grader that is code; undefined for any other. */
export function languageOf(type: string): ScriptSpec["language"] | undefined {
  return type === "javascript" || type === "python" || type === "ruby" ? type : undefined;
}

/** What a grader does without a value: take what is expected, or nothing, or it cannot do without. */
export function valueNeed(type: string): "expected" | "required" | "none" {
  if (comparing.has(type)) return "expected";
  return asking.has(type) ? "required" : "none";
}

/** Whether `{type: 5}` means a threshold. */
export function takesLimit(type: string): boolean {
  return limiting.has(type);
}
