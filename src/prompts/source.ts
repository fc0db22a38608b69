import type { SourceLocation } from "../core/errors.js";

/** A text file whose places can be told as line and column. */
export interface TextSource {
  /** How messages name it: its path from the repository's top. */
  readonly file: string;
  /** Without a byte order mark; line ends as they are in the file. */
  readonly text: string;
  /** @param offset UTF-16 units from the beginning of `text`. Columns count UTF-16 units from 1. */
  locate(offset: number): SourceLocation;
}

/** A prompt file: where its parts stand in the text. */
export interface PromptSource extends TextSource {
  /** The YAML between the `---` lines; absent where the file has no front matter. `start` is its offset in `text`. */
  readonly yaml?: { readonly text: string; readonly start: number };
  /** Where the template begins in `text`. */
  readonly bodyStart: number;
  /** Where the value at a path of the front matter begins; of what is absent, where its nearest parent does. */
  locateValue(path: readonly PropertyKey[]): SourceLocation;
  /** Where a key of the mapping at `parent` stands. */
  locateKey(parent: readonly PropertyKey[], key: PropertyKey): SourceLocation;
}
