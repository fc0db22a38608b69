/** What a model's judgement depends on beside the answer: evidence about a judge holds for one model and one rubric. */
export interface JudgeIdentity {
  /** As the provider told, else the provider's id; absent in results of an older mlx whose provider told none. */
  readonly model?: string;
  /** SHA-256 of the judge's instructions and of the rubric. */
  readonly rubric: string;
}
