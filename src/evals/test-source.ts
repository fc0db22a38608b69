import type { SuiteTest } from "./types.js";

/** Tests as they are read: many are streamed from a file, never kept all at once. */
export interface TestSource {
  /** Undefined where only reading to the end tells. */
  readonly count?: number;
  /** Every test is for all prompts and providers, so that the number of cases follows from `count`. */
  readonly unrestricted?: boolean;
  /** Whether every test brings its answer, so that nobody is asked, or none does; absent where that differs or is not known. */
  readonly answered?: boolean;
  [Symbol.asyncIterator](): AsyncIterator<SuiteTest>;
}
