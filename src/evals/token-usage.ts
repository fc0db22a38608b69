/** Tokens as a provider reports them. */
export interface TokenUsage {
  readonly input: number;
  readonly output: number;
  /** Of the input, read from the provider's own cache. */
  readonly cached: number;
}
