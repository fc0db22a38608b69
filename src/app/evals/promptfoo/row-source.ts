import type { SourceLocation } from "../../../core/errors.js";
import type { SuiteProblem } from "../../../evals/suite/invalid-suite.js";
import { SuiteSource } from "../../../evals/suite/suite-source.js";

/** The rows of a file, one after the other: everything that is said of a part of a row is said of the row. */
export class RowSource extends SuiteSource {
  readonly #row: { at: SourceLocation };

  /** @param makeFiles as in SuiteSource. */
  constructor(file: string, makeFiles: ConstructorParameters<typeof SuiteSource>[3]) {
    const row = { at: { file, line: 1, column: 1 } };
    const locate = () => row.at;
    super({ value: null, problems: [], locateValue: locate, locateKey: locate }, file, "", makeFiles);
    this.#row = row;
  }

  begin(at: SourceLocation): void {
    this.#row.at = at;
  }

  override place(): SourceLocation {
    return this.#row.at;
  }

  /** What was found wrong since it was last asked for. */
  takeProblems(): readonly SuiteProblem[] {
    const { file, line, column } = this.#row.at;
    return this.fields.problems
      .splice(0)
      .map(({ message, hint }) => ({ file, line, column, message, ...(hint !== undefined && { hint }) }));
  }
}
