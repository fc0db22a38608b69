import type { PromptProblem } from "../problem.js";
import type { TextSource } from "../source.js";
import { limits } from "./limits.js";
import type { TemplateFault } from "./template-fault.js";

/** What is wrong with a template and the files it includes, up to a number that a person can use. */
export class ProblemList {
  readonly #problems: PromptProblem[] = [];

  get full(): boolean {
    return this.#problems.length >= limits.problems;
  }

  get size(): number {
    return this.#problems.length;
  }

  add(
    source: TextSource,
    fault: TemplateFault,
    rule: "template-syntax" | "include" = "template-syntax",
  ): void {
    if (this.full) return;
    const { line, column } = source.locate(fault.end);
    this.#problems.push({
      rule,
      ...source.locate(fault.start),
      end: { line, column },
      message: fault.message,
      ...(fault.hint !== undefined && { hint: fault.hint }),
    });
  }

  /** In the order of the text, file by file as they were first met. */
  sorted(): PromptProblem[] {
    const files = [...new Set(this.#problems.map(({ file }) => file))];
    const rank = new Map(files.map((file, index) => [file, index]));
    return this.#problems.toSorted(
      (a, b) => (rank.get(a.file) ?? 0) - (rank.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
    );
  }
}
