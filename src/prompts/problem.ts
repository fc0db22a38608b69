import type { Problem } from "../core/errors.js";

/** What reading a prompt can find wrong with it, by the permanent ids that the linter shows. */
export type PromptProblemRule = "encoding" | "front-matter" | "template-syntax" | "include";

/** Something that keeps a prompt from being read as it stands, at its place in the file. */
export interface PromptProblem extends Problem {
  readonly rule: PromptProblemRule;
  /** What to do about it. */
  readonly hint?: string;
  /** Where what is wrong ends; excluded. */
  readonly end?: { readonly line: number; readonly column: number };
}
