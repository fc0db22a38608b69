import type { Sha256 } from "../../core/sha256.js";
import type { Json } from "../types.js";

/** A suite in `evals/`, as far as it can be told without reading its data. */
export interface KnownSuite {
  readonly name: string;
  /** From the repository's top. */
  readonly file: string;
}

/** A case that a suite asks, and its values. */
export interface KnownCase {
  readonly id: string;
  readonly vars: ReadonlyMap<string, Json>;
}

/** What is to be known of the suites of a repository. Files are read when somebody asks. */
export interface KnownSuites {
  /** By file name. */
  list(): readonly KnownSuite[];
  /** Those that ask a prompt of this name, whatever version. */
  asking(prompt: string): Promise<readonly KnownSuite[]>;
  /** Undefined for what is not there, or takes long to read. @param path from the repository's top. */
  digestOf(path: string): Promise<Sha256 | undefined>;
  /** None of a suite that cannot be read, or has more data than can be looked through in passing. */
  cases(suite: KnownSuite): Promise<AsyncIterable<KnownCase>>;
}
