import type { AssertionSpec, EvalCase, ProviderAnswer, ProviderRequest } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";

/** A case whose answer is there, to be judged. */
export interface AnsweredCase {
  readonly item: EvalCase;
  readonly request: ProviderRequest;
  readonly answer: ProviderAnswer;
  /** After the transforms. */
  readonly output: Json;
  /** Rendered. */
  readonly assertions: readonly AssertionSpec[];
  /** The label of the fallback that answered. */
  readonly answeredBy?: string;
}
