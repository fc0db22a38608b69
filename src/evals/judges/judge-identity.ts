/** What a model's judgement depends on beside the answer: evidence about a judge holds for one model and one rubric. */
export interface JudgeIdentity {
  /** As the provider told; absent where it did not. */
  readonly model?: string;
  /** SHA-256 of the judge's instructions and of the rubric. */
  readonly rubric: string;
}
