import type { Expression } from "./ast.js";
import { limits } from "./limits.js";
import { TemplateFault } from "./template-fault.js";

/** How deep the expressions of a tag nest, so that those who walk them need no limit of their own. */
export class ExpressionDepth {
  readonly #depths = new Map<Expression, number>();
  #open = 0;

  /** Notes a new expression. @returns it. @throws {TemplateFault} if it nests too deep. */
  note<T extends Expression>(expression: T, parts: readonly Expression[]): T {
    let depth = 0;
    for (const part of parts) depth = Math.max(depth, this.#depths.get(part) ?? 0);
    if (depth >= limits.expression) throw tooDeep(expression.span.start, expression.span.end);
    this.#depths.set(expression, depth + 1);
    return expression;
  }

  /** Reads a part that may have parts of its own, a fixed number of calls deeper. @param at where it begins. */
  inside<T>(at: number, read: () => T): T {
    if (this.#open >= limits.expression) throw tooDeep(at, at + 1);
    this.#open += 1;
    try {
      return read();
    } finally {
      this.#open -= 1;
    }
  }
}

function tooDeep(start: number, end: number): TemplateFault {
  const message = `the expression nests more than ${limits.expression} deep`;
  return new TemplateFault(message, start, end, "split it with `{% set %}`");
}
