import type { BinaryOperator, Expression } from "./ast.js";
import { ExpressionDepth } from "./expression-depth.js";
import { PrimaryParser } from "./primary-parser.js";
import type { TemplateFault } from "./template-fault.js";
import type { TokenStream } from "./token-stream.js";

const comparisons: readonly BinaryOperator[] = ["==", "!=", "<", "<=", ">", ">="];

/** The operators that bind tighter than comparisons, loosest first; all of them go from left to right, as in Jinja. */
const arithmetic: readonly (readonly BinaryOperator[])[] = [["+", "-"], ["~"], ["*", "/", "//", "%"], ["**"]];

/** Reads expressions with the precedence of Jinja 3. */
export class ExpressionParser {
  readonly #depth = new ExpressionDepth();
  readonly #primary: PrimaryParser;

  /** @param report takes faults behind which reading can go on, such as an unknown filter. */
  constructor(
    readonly tokens: TokenStream,
    report: (fault: TemplateFault) => void,
  ) {
    this.#primary = new PrimaryParser(tokens, this.#depth, () => this.parse(), report);
  }

  /** @throws {TemplateFault} if what comes is no expression. */
  parse(): Expression {
    return this.#depth.inside(this.tokens.current.start, () => this.#conditional());
  }

  /** An expression that is no `a if b else c`, and lists without brackets: what a loop may go through. */
  parseLoopList(): Expression {
    return this.#depth.inside(this.tokens.current.start, () => this.#or());
  }

  #conditional(): Expression {
    const { start } = this.tokens.current;
    let result = this.#or();
    while (this.tokens.skip("name", "if")) {
      const condition = this.#or();
      const otherwise = this.tokens.skip("name", "else")
        ? this.#depth.inside(this.tokens.current.start, () => this.#conditional())
        : undefined;
      const then = result;
      const span = this.tokens.spanFrom(start);
      result = this.#depth.note(
        { kind: "conditional", condition, then, ...(otherwise && { otherwise }), span },
        otherwise ? [condition, then, otherwise] : [condition, then],
      );
    }
    return result;
  }

  #or(): Expression {
    const { start } = this.tokens.current;
    let left = this.#and();
    while (this.tokens.skip("name", "or")) left = this.#binary("or", left, this.#and(), start);
    return left;
  }

  #and(): Expression {
    const { start } = this.tokens.current;
    let left = this.#not();
    while (this.tokens.skip("name", "and")) left = this.#binary("and", left, this.#not(), start);
    return left;
  }

  #not(): Expression {
    const { start } = this.tokens.current;
    if (!this.tokens.skip("name", "not")) return this.#comparison();
    const operand = this.#depth.inside(start, () => this.#not());
    const span = this.tokens.spanFrom(start);
    return this.#depth.note({ kind: "unary", operator: "not", operand, span }, [operand]);
  }

  /** `a < b < c` is `a < b and b < c`, as in Python. */
  #comparison(): Expression {
    const { start } = this.tokens.current;
    let left = this.#arithmetic(0);
    let chain: Expression | undefined;
    while (this.tokens.is("operator", "===", "!==")) {
      const negated = this.tokens.take().text === "!==";
      const args = [this.#arithmetic(0)];
      const span = this.tokens.spanFrom(start);
      left = this.#depth.note({ kind: "test", name: "sameas", negated, input: left, args, span }, [
        left,
        ...args,
      ]);
    }
    for (let operator = this.#comparator(); operator; operator = this.#comparator()) {
      const right = this.#arithmetic(0);
      const link = this.#binary(operator, left, right, chain ? left.span.start : start);
      chain = chain ? this.#binary("and", chain, link, start) : link;
      left = right;
    }
    return chain ?? left;
  }

  #comparator(): BinaryOperator | undefined {
    const { tokens } = this;
    if (tokens.current.kind === "operator") {
      const operator = comparisons.find((text) => text === tokens.current.text);
      if (operator) tokens.take();
      return operator;
    }
    if (tokens.skip("name", "in")) return "in";
    if (tokens.is("name", "not") && tokens.next.kind === "name" && tokens.next.text === "in") {
      tokens.take();
      tokens.take();
      return "not in";
    }
    return undefined;
  }

  #arithmetic(level: number): Expression {
    const operators = arithmetic[level];
    if (!operators) return this.#primary.unary();
    const { start } = this.tokens.current;
    let left = this.#arithmetic(level + 1);
    for (;;) {
      const { kind, text } = this.tokens.current;
      const operator = kind === "operator" ? operators.find((known) => known === text) : undefined;
      if (!operator) return left;
      this.tokens.take();
      left = this.#binary(operator, left, this.#arithmetic(level + 1), start);
    }
  }

  #binary(operator: BinaryOperator, left: Expression, right: Expression, start: number): Expression {
    const span = this.tokens.spanFrom(start);
    return this.#depth.note({ kind: "binary", operator, left, right, span }, [left, right]);
  }
}
