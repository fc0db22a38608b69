import { type PreparedPrompt, preparePrompt } from "../../evals/rendering/prepared-prompt.js";
import type { EvalCase, SuitePrompt } from "../../evals/types.js";

/** By prompt, and by what stands before and behind it: read once for all cases. */
const known = new WeakMap<SuitePrompt, Map<string, PreparedPrompt>>();
/** Data files may bring a prefix of their own with every row. */
const mostKnown = 256;

/** The prompt of a case with the test's prefix and suffix. */
export function preparedOf({ prompt, test }: EvalCase, text: string): PreparedPrompt {
  const { prefix = "", suffix = "" } = test.options;
  const around = prefix === "" && suffix === "" ? "" : `${prefix.length}:${prefix}${suffix}`;
  let prepared = known.get(prompt);
  if (!prepared) {
    prepared = new Map();
    known.set(prompt, prepared);
  }
  const before = prepared.get(around);
  if (before) return before;
  if (prepared.size >= mostKnown) prepared.clear();
  const result = preparePrompt(prefix + text + suffix);
  prepared.set(around, result);
  return result;
}
