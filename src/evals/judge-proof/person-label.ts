import type { SourceLocation } from "../../core/errors.js";

/** What a person said of one answer. */
export interface PersonLabel {
  /** Of a case, or of its test. */
  readonly id: string;
  /** Labels of the prompt and the provider; absent: whichever there is. */
  readonly prompt?: string;
  readonly provider?: string;
  /** Of the answer that was labelled; absent: whatever the answer is. */
  readonly outputDigest?: string;
  /** The grader that it is for; absent: the only one, or the one that is named. */
  readonly grader?: string;
  /** The place of its category on the scale, from 0 for the worst. */
  readonly category: number;
  readonly at: SourceLocation;
}
