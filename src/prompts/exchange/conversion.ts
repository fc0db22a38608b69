import { MlxError, type Problem, type SourceLocation } from "../../core/errors.js";
import type { Dropped } from "./types.js";

/** What one conversion finds on its way: what gets lost, and what makes it impossible. */
export class Conversion {
  readonly #dropped: Dropped[] = [];
  readonly #problems: (Problem & { readonly hint?: string })[] = [];

  /** Notes a loss. The same loss at the same place counts once. */
  drop(what: string, at: SourceLocation, reason: string): void {
    const known = this.#dropped.some(
      (item) =>
        item.what === what && item.line === at.line && item.column === at.column && item.file === at.file,
    );
    if (!known) this.#dropped.push({ what, file: at.file, line: at.line, column: at.column, reason });
  }

  /** Notes what has no faithful equivalent. The conversion goes on, so that everything is told at once. */
  refuse(message: string, at: SourceLocation, hint?: string): void {
    this.#problems.push({
      file: at.file,
      line: at.line,
      column: at.column,
      message,
      ...(hint !== undefined && { hint }),
    });
  }

  /** In the order of the source. */
  get dropped(): readonly Dropped[] {
    return this.#dropped.toSorted(byPlace);
  }

  /** @throws {MlxError} `code`, exit 2, with everything that was refused. */
  check(code: "MLX_PROMPT_IMPORT" | "MLX_PROMPT_EXPORT"): void {
    const problems = this.#problems.toSorted(byPlace);
    const [first] = problems;
    if (!first) return;
    throw new MlxError(code, first.message, {
      exitCode: 2,
      at: first,
      problems: problems.map(({ file, line, column, message }) => ({ file, line, column, message })),
      ...(first.hint !== undefined && { hint: first.hint }),
    });
  }
}

function byPlace(a: SourceLocation, b: SourceLocation): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
}
