import type { SourceLocation } from "../core/errors.js";
import type { Json, Message } from "../prompts/types.js";
import type { AnsweredBy } from "./answered-by.js";
import type { DerivedMetric } from "./derived-metric.js";
import type { GateSpec } from "./gate-spec.js";
import type { JudgeIdentity } from "./judges/judge-identity.js";
import type { LeftOut } from "./left-out.js";
import type { CaseDigests } from "./outcomes/case-digests.js";
import type { ScoredValue } from "./outcomes/scored-value.js";
import type { ProofFacts } from "./proof-facts.js";
import type { SuiteFiles } from "./suite-files.js";
import type { TestOptions } from "./test-options.js";
import type { TestSource } from "./test-source.js";
import type { TokenUsage } from "./token-usage.js";

/** Values by name. A Map, since a variable may be called `constructor`. */
export type Vars = ReadonlyMap<string, Json>;

/** A suite of mlx or of promptfoo, read and checked. What was written in the file and matters for messages keeps its place (`at`). */
export interface Suite extends SuiteFiles {
  /** The file's name without its endings, or what the file calls itself. */
  readonly name: string;
  readonly description?: string;
  readonly format: "mlx" | "promptfoo";
  /** From the repository's top. */
  readonly file: string;
  /** Absolute folder that relative paths start from. */
  readonly folder: string;
  readonly prompts: readonly SuitePrompt[];
  readonly providers: readonly ProviderSpec[];
  /** In order; promptfoo's scenarios are multiplied out, `defaultTest` is laid under each. */
  readonly tests: TestSource;
  readonly repeat: number;
  readonly gates: readonly GateSpec[];
  /** Share of cases that may end in an error, 0 to 1. Default 0. */
  readonly errorsAllowed: number;
  readonly budget: { readonly maxCostUsd?: number };
  /** Smallest change of a metric that matters, above 0 and below 1. Default 0.05. */
  readonly effect?: number;
  readonly concurrency?: number;
  /** Milliseconds that one call may take. */
  readonly timeoutMs?: number;
  /** Metrics computed from named scores, in order (promptfoo's derivedMetrics). */
  readonly derived: readonly DerivedMetric[];
  /** Environment variables that the suite file sets for itself. */
  readonly env: Readonly<Record<string, string>>;
  /** Filters of its own that templates of prompts may use (promptfoo's nunjucksFilters), by name. */
  readonly filters?: ReadonlyMap<string, ScriptSpec>;
  /** What the file asks for and mlx does not do, by name and place; told, never skipped in silence. */
  readonly notKept: readonly LeftOut[];
}

/** A row of the data set, or a test that is written in the suite. */
export interface SuiteTest {
  /** From the row, or made of its values: the same row has the same id wherever it stands. Unique in a suite. */
  readonly id: string;
  readonly description?: string;
  readonly vars: Vars;
  /** The content id of `vars`, where it is known already. */
  readonly varsId?: string;
  /** Whether strings among the vars come from the suite file itself and are rendered with the other vars; values of data files are not. */
  readonly renderVars: boolean;
  /** Of a test whose vars are rendered: the names of those whose values come from elsewhere after all, and stay as they are. */
  readonly dataVars?: ReadonlySet<string>;
  /** Vars that code computes when the case is rendered. */
  readonly varScripts?: ReadonlyMap<string, ScriptSpec>;
  readonly assertions: readonly AssertionSpec[];
  /** With it the weighted score decides instead of "all must pass". */
  readonly threshold?: number;
  /** Labels of prompts or ids of providers that this test is for; absent: all. */
  readonly onlyPrompts?: readonly string[];
  readonly onlyProviders?: readonly string[];
  readonly options: TestOptions;
  /** Name to value, such as language → de: for slices of the summary. */
  readonly slices: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  /** What belongs together, such as a conversation; the statistics need it. */
  readonly cluster?: string;
  /** Must pass, whatever the average says. */
  readonly critical: boolean;
  readonly metadata: Readonly<Record<string, Json>>;
  /** Taken as the answer instead of a provider's. */
  readonly givenOutput?: Json;
  readonly at: SourceLocation;
}

/** JavaScript or Python, inline or in a file. */
export interface ScriptSpec {
  readonly language: "javascript" | "python" | "ruby";
  /** Inline code, or absent for a file. One line without `return` is an expression. */
  readonly code?: string;
  /** Absolute. */
  readonly file?: string;
  readonly functionName?: string;
  readonly at: SourceLocation;
}

/** A prompt of a suite, with its label. */
export interface SuitePrompt {
  /** Unique in the suite. */
  readonly label: string;
  /** Another name, by which tests and providers may ask for it. */
  readonly id?: string;
  readonly body: /** Template text; JSON or a YAML list of messages is rendered leaf by leaf. */
    | { readonly kind: "template"; readonly text: string }
    /** A prompt of this repository: `name`, `name@version`, `name@alias`. `named`: what stands in the suite, where that is meant otherwise. */
    | { readonly kind: "reference"; readonly reference: string; readonly named?: string }
    /** A function that returns a text or messages. */
    | { readonly kind: "script"; readonly script: ScriptSpec }
    /** A program that prints the prompt. */
    | { readonly kind: "exec"; readonly command: string };
  /** Settings of its own, which go before those of the provider. */
  readonly config?: Readonly<Record<string, Json>>;
  readonly at: SourceLocation;
}

/** Who answers. */
export interface ProviderSpec {
  /** As written: `openai:gpt-5.4-mini`, `echo`, `exec:./bot.sh`, `file://provider.js`, `https://…`, `replay:runs.jsonl`. */
  readonly id: string;
  readonly label: string;
  readonly config: Readonly<Record<string, Json>>;
  /** Labels of prompts that it is for; absent: all. */
  readonly prompts?: readonly string[];
  readonly transform?: ScriptSpec;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds of rest behind each call that was made. */
  readonly delayMs?: number;
  /** Tried in turn when this one fails for good. */
  readonly fallbacks: readonly ProviderSpec[];
  readonly at: SourceLocation;
}

/** A grader and what it wants, or a set of them with a threshold of its own. */
export interface AssertionSpec {
  /** Without `not-`: `contains`, `is-json`, `llm-rubric`, `assert-set`. */
  readonly type: string;
  readonly negated: boolean;
  /** As written; strings are rendered with the case's vars where `renderValue` says so. */
  readonly value?: Json;
  readonly renderValue: boolean;
  /** Code of `javascript`, `python`, `ruby`, or of a value `file://….js`. */
  readonly script?: ScriptSpec;
  readonly threshold?: number;
  readonly weight: number;
  /** The named score that it counts towards. */
  readonly metric?: string;
  readonly provider?: ProviderSpec;
  readonly rubricPrompt?: string;
  readonly transform?: ScriptSpec;
  readonly contextTransform?: ScriptSpec;
  readonly config: Readonly<Record<string, Json>>;
  /** Of an assert-set. */
  readonly assertions?: readonly AssertionSpec[];
  readonly at: SourceLocation;
}

/** One thing to do: test × prompt × provider × repeat. */
export interface EvalCase {
  readonly test: SuiteTest;
  readonly prompt: SuitePrompt;
  readonly provider: ProviderSpec;
  /** From 0. */
  readonly repeat: number;
  /** Place among all cases, from 0: results are told in this order. */
  readonly index: number;
}

/** What is sent: messages, or a plain text. */
export interface ProviderRequest {
  readonly messages: readonly Message[];
  /** The prompt as one text, for providers that take no messages and for results. */
  readonly text: string;
  readonly model?: string;
  readonly settings: Readonly<Record<string, Json>>;
  /** Whether the settings go before those of the provider's config; else they go behind. */
  readonly settingsFirst?: boolean;
  readonly tools?: readonly Json[];
  readonly outputSchema?: Json;
  readonly vars: Vars;
  /** Whose request it is, for recorded predictions; no part of what is asked. */
  readonly case?: { readonly test: string; readonly repeat: number };
}

/** An answer, as a provider gave it. */
export interface ProviderAnswer {
  /** Text, or data where a provider or a transform gives some. */
  readonly output: Json;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: Json }[];
  readonly finishReason?: string;
  readonly usage?: TokenUsage;
  /** Milliseconds of the call that answered; of a cached answer those of the call then. */
  readonly latencyMs: number;
  /** To the first token, where it was streamed. */
  readonly ttftMs?: number;
  /** US dollars; undefined where the model has no price. */
  readonly costUsd?: number;
  readonly cached: boolean;
  readonly model?: string;
  readonly logProbs?: readonly number[];
  readonly guardrails?: { readonly flagged: boolean };
  readonly metadata?: Readonly<Record<string, Json>>;
}

/** What a grader said. An error is neither passed nor failed. */
export interface Grade extends ProofFacts {
  readonly type: string;
  readonly metric?: string;
  readonly status: "passed" | "failed" | "errored";
  /** 0 to 1 for most; an error has none. */
  readonly score?: number;
  readonly weight: number;
  readonly reason: string;
  readonly namedScores?: Readonly<Record<string, number>>;
  readonly components?: readonly Grade[];
  readonly costUsd?: number;
  readonly usage?: TokenUsage;
  /** Who judged by what, where a model did. */
  readonly judge?: JudgeIdentity;
  /** Of a metric of all cases: what this case adds to it. */
  readonly scored?: ScoredValue;
}

/** One line of the results. */
export interface CaseResult extends AnsweredBy {
  readonly id: string;
  readonly index: number;
  readonly test: string;
  readonly description?: string;
  readonly prompt: string;
  readonly provider: string;
  readonly repeat: number;
  readonly status: "passed" | "failed" | "errored";
  readonly score?: number;
  readonly grades: readonly Grade[];
  readonly namedScores: Readonly<Record<string, number>>;
  /** The rendered prompt. */
  readonly messages: readonly Message[];
  readonly output?: Json;
  readonly toolCalls?: ProviderAnswer["toolCalls"];
  readonly finishReason?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly vars: Readonly<Record<string, Json>>;
  readonly slices: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly cluster?: string;
  readonly critical: boolean;
  readonly latencyMs?: number;
  readonly ttftMs?: number;
  readonly usage?: TokenUsage;
  readonly costUsd?: number;
  readonly cached: boolean;
  readonly metadata: Readonly<Record<string, Json>>;
  /** Absent in results of an older mlx. */
  readonly digests?: CaseDigests;
  /** Where its test is written; of a case that did not pass. */
  readonly at?: SourceLocation;
}
