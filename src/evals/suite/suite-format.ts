import { closest } from "../../core/suggest.js";
import { isMapping } from "../../prompts/json-value.js";
import type { Suite } from "../types.js";
import { nativeKeys } from "./read-native-suite.js";

const nativeMarks = ["target", "data", "cases", "graders"];
const promptfooMarks = [
  ...["prompts", "providers", "targets", "tests", "scenarios", "defaultTest", "evaluateOptions"],
  ...["commandLineOptions", "derivedMetrics", "outputPath", "redteam", "nunjucksFilters", "extensions"],
];

/** Whose format a suite has, or why that cannot be told. */
export type SuiteFormat =
  | { readonly format: Suite["format"] }
  | { readonly problem: string; readonly hint: string; readonly key?: string };

/** Tells the format of a suite by its keys, not by its name. */
export function suiteFormat(value: unknown): SuiteFormat {
  if (value === null || value === undefined) {
    return { problem: "the suite is empty", hint: "docs/eval-suites.md shows what a suite holds" };
  }
  if (!isMapping(value)) {
    return {
      problem: "a suite is a mapping of keys to values",
      hint: "docs/eval-suites.md shows what a suite holds",
    };
  }
  const keys = Object.keys(value);
  const own = keys.find((key) => nativeMarks.includes(key));
  const theirs = keys.find((key) => promptfooMarks.includes(key));
  if (own !== undefined && theirs !== undefined) {
    return {
      problem: `"${own}" belongs to a suite of mlx, "${theirs}" to one of promptfoo: a file is one or the other`,
      hint: hintFor(theirs),
      key: theirs,
    };
  }
  if (theirs !== undefined) return { format: "promptfoo" };
  if (own !== undefined || keys.some((key) => closest(key, nativeMarks) !== undefined))
    return { format: "mlx" };
  if (keys.some((key) => closest(key, promptfooMarks) !== undefined)) return { format: "promptfoo" };
  if (keys.some((key) => nativeKeys.includes(key))) return { format: "mlx" };
  return {
    problem:
      "this is neither a suite of mlx (target, data, graders) nor one of promptfoo (prompts, providers, tests)",
    hint: "docs/eval-suites.md shows what a suite holds",
  };
}

function hintFor(key: string): string {
  if (key === "providers") return "in a suite of mlx, providers stand below target";
  if (key === "prompts") return "in a suite of mlx, write target: {prompt: NAME}";
  if (key === "tests") return "in a suite of mlx, write cases: for tests that stand in the file";
  if (key === "derivedMetrics") return "in a suite of mlx, write derived: {NAME: EXPRESSION}";
  return `remove ${key}, or what belongs to mlx`;
}
