/** What a suite was read from. */
export interface SuiteFiles {
  /** SHA-256 of the suite file, of each data set and of each file that it names, by path: recorded with the results. */
  readonly digests: ReadonlyMap<string, string>;
  /** Of a suite over answers that were recorded: their files, which are among `digests`. */
  readonly predictions?: readonly string[];
}
