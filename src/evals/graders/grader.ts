import type { Json } from "../../prompts/types.js";
import type { JudgeIdentity } from "../judges/judge-identity.js";
import type { ScoredValue } from "../outcomes/scored-value.js";
import type { Embeddings } from "../provider.js";
import type {
  AssertionSpec,
  Grade,
  ProviderAnswer,
  ProviderRequest,
  ProviderSpec,
  ScriptSpec,
  SuiteTest,
  Vars,
} from "../types.js";

/** What a grader judges. The assertion's value is rendered, its `not-` taken off: the caller turns the verdict round. */
export interface GradeInput {
  readonly assertion: AssertionSpec;
  readonly answer: ProviderAnswer;
  /** After transforms: what is judged. */
  readonly output: Json;
  /** The same as text: data as JSON. */
  readonly text: string;
  readonly request: ProviderRequest;
  readonly vars: Vars;
  readonly test: SuiteTest;
  /** Label of the prompt, id of the provider. */
  readonly prompt: string;
  readonly provider: string;
  /** The answers of the other providers or prompts to the same test: for select-best, max-score and pairwise. */
  readonly rivals?: readonly {
    readonly label: string;
    readonly text: string;
    readonly scores?: readonly PartScore[];
  }[];
  /** This answer among its rivals: how many of them come before it, and what the assertions gave it that do not compare. */
  readonly own?: { readonly place: number; readonly scores?: readonly PartScore[] };
}

/** What one assertion gave an answer. */
export interface PartScore {
  /** With `not-`. */
  readonly type: string;
  readonly score: number;
  readonly weight: number;
}

/** What graders need of the world. */
export interface GradingServices {
  /**
   * Asks a model: that of `--judge`, else the given provider, else the test's.
   * @throws {ProviderFault} or {MlxError} `MLX_NO_JUDGE` where nobody is named.
   */
  ask(request: ProviderRequest, provider?: ProviderSpec): Promise<ProviderAnswer>;
  embed(texts: readonly string[], provider?: ProviderSpec): Promise<Embeddings>;
  /** Runs code. @throws MlxError `MLX_SCRIPT` when it crashes, hangs or prints garbage. */
  script(script: ScriptSpec, args: readonly Json[]): Promise<Json>;
  /** Posts JSON to an address that the suite names, and gives back the JSON of the answer. */
  post(url: string, body: Json): Promise<Json>;
}

/** A verdict before weight, metric and negation are applied; a thrown error becomes the third state. */
export interface Verdict {
  readonly passed: boolean;
  /** 0 to 1 for most graders. */
  readonly score: number;
  /** Whether a `not-` turns the verdict round alone; else the score s becomes 1 − s. */
  readonly keepsScore?: boolean;
  readonly reason: string;
  readonly namedScores?: Readonly<Record<string, number>>;
  readonly components?: readonly Grade[];
  readonly costUsd?: number;
  readonly usage?: { readonly input: number; readonly output: number; readonly cached: number };
  /** Who judged by what, where a model did: to be kept with the grade. */
  readonly judge?: JudgeIdentity;
  /** Of a metric of all cases: what this case adds to it. */
  readonly scored?: ScoredValue;
}

/** Judges one answer. Whatever it throws is an error of the case. */
export type Grader = (input: GradeInput, services: GradingServices) => Verdict | Promise<Verdict>;
