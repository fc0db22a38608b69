/** Why an evaluation has fewer results than cases. */
export type EvalStop =
  | { readonly kind: "interrupted" }
  /** The next call could have gone over the budget. */
  | { readonly kind: "budget"; readonly reason: string }
  /** `--fail-fast`. */
  | { readonly kind: "failed"; readonly reason: string }
  /** `--until-decided`: more cases would not change the verdict. Such an evaluation is finished. */
  | { readonly kind: "decided"; readonly reason: string };
