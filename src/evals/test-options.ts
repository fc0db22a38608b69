import type { ProviderSpec, ScriptSpec } from "./types.js";

export interface TestOptions {
  readonly prefix?: string;
  readonly suffix?: string;
  /** Code or `file://…` that makes another output of the output. */
  readonly transform?: ScriptSpec;
  readonly transformVars?: ScriptSpec;
  /** The provider of model-graded assertions. */
  readonly gradingProvider?: ProviderSpec;
  readonly rubricPrompt?: string;
  readonly storeOutputAs?: string;
}
