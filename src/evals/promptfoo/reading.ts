import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { Json } from "../../prompts/types.js";
import type { SuiteSource } from "../suite/suite-source.js";
import type { ProviderSpec, Suite } from "../types.js";

/** What is read of a suite's files while it is read. */
export interface Reading {
  /** Takes down what a file asks for and mlx does not do. */
  note(item: Suite["notKept"][number]): void;
  /**
   * The value of a file that an assertion names: of JSON and YAML what they hold, of others their text without blank ends.
   * @returns undefined if it cannot be read, which is then reported.
   */
  fileValue(source: SuiteSource, written: string, path: FieldPath): Json | undefined;
  /** The one provider that a value names, for grading. */
  provider(source: SuiteSource, value: unknown, path: FieldPath): ProviderSpec | undefined;
}

/** Notes something that mlx leaves out. @param what its name. @param reason why, and what to do instead. */
export function leaveOut(
  reading: Reading,
  source: SuiteSource,
  path: FieldPath,
  what: string,
  reason: string,
): undefined {
  const last = path.at(-1);
  const at =
    typeof last === "string" ? source.yaml.locateKey(path.slice(0, -1), last) : source.yaml.locateValue(path);
  reading.note({ what, reason, at: { file: source.file, line: at.line, column: at.column } });
}
