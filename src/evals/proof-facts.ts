/** What a grade keeps for the sake of proving its judge. */
export interface ProofFacts {
  /** What the verdict is where the weight is 0 and it passes all the same. */
  readonly unweighed?: "failed";
  /** Of a comparison: which place the judge preferred with our answer first, and with it second. */
  readonly orders?: readonly [forth: PreferredPlace, back: PreferredPlace];
}

export type PreferredPlace = "first" | "second" | "tie";
