import type { Json } from "../prompts/types.js";
import type { ProviderSpec, ScriptSpec } from "./types.js";

/** What a test says of how it is run and graded. */
export interface TestOptions {
  readonly prefix?: string;
  readonly suffix?: string;
  /** Code or `file://…` that makes another output of the output. */
  readonly transform?: ScriptSpec;
  readonly transformVars?: ScriptSpec;
  /** The provider of model-graded assertions. */
  readonly gradingProvider?: ProviderSpec;
  /** Asked in the place of each provider that the suite names. */
  readonly askedProvider?: ProviderSpec;
  readonly rubricPrompt?: string;
  readonly storeOutputAs?: string;
  /** How often the test is run, where that is not as often as the suite says. From 1. */
  readonly repeat?: number;
  /** Settings of the test's own, which go before those of the prompt and the provider. */
  readonly settings?: Readonly<Record<string, Json>>;
  /** Code that makes the verdict and the score of the case out of its named scores. */
  readonly scoring?: ScriptSpec;
}
