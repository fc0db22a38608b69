/** Who gave an answer in the end. */
export interface AnsweredBy {
  /** The model, as the provider told. */
  readonly model?: string;
  /** The label of the fallback that answered in the provider's place. */
  readonly answeredBy?: string;
}
