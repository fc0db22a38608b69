import type { SourceLocation } from "../../core/errors.js";
import type { Json } from "../../prompts/types.js";
import type { TestOptions } from "../test-options.js";
import type { AssertionSpec, ProviderSpec, ScriptSpec } from "../types.js";

/** What a variable may be. */
export interface VarChoice {
  readonly value: Json;
  /** Whether it was written elsewhere than in the suite file, and so is never read as a template. */
  readonly isData: boolean;
  /** Code that computes it when the case is rendered. */
  readonly script?: ScriptSpec;
}

/** A variable of a test. */
export interface TestVar {
  /** More than one multiply the test. */
  readonly choices: readonly VarChoice[];
  /** What it is where variables are not multiplied. */
  readonly whole: VarChoice;
}

/** A test, or what tests inherit: `defaultTest`, an entry of a scenario's `config`. */
export interface TestLayer {
  readonly vars: ReadonlyMap<string, TestVar>;
  readonly assertions: readonly AssertionSpec[];
  readonly options: TestOptions;
  /** For assertions that compare vectors, classify or moderate, and name no provider. */
  readonly graders: ReadonlyMap<string, ProviderSpec>;
  readonly metadata: Readonly<Record<string, Json>>;
  readonly multiplies?: boolean;
  readonly takesDefaultAssertions?: boolean;
  readonly description?: string;
  readonly threshold?: number;
  readonly onlyPrompts?: readonly string[];
  readonly onlyProviders?: readonly string[];
  readonly givenOutput?: Json;
  readonly at: SourceLocation;
}
