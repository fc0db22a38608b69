import type { Expression } from "../../template/ast.js";
import { isTrue } from "../../template/value.js";
import type { InputSpec } from "../../types.js";
import type { Conversion } from "../conversion.js";
import { argumentOf, type NamePaths, pathOf } from "./paths.js";
import type { HandlebarsPart } from "./print.js";

interface ConditionalParts {
  /** Absent for what happens otherwise. */
  readonly condition?: Expression | undefined;
  readonly parts: readonly HandlebarsPart[];
}

type Parts = readonly HandlebarsPart[];

/** Handlebars has no `and` and no `or`: what depends on them is written several times. */
const mostCopies = 64;

/** Writes conditions with the blocks that dotprompt has: `if`, `unless`, `ifEquals`, `unlessEquals`. */
export class ConditionWriter {
  constructor(
    private readonly inputs: ReadonlyMap<string, InputSpec>,
    private readonly conversion: Conversion,
  ) {}

  /** The parts of the first condition that holds. */
  branches(branches: readonly ConditionalParts[], names: NamePaths): HandlebarsPart[] {
    return [
      ...branches.reduceRight<Parts>((otherwise, { condition, parts }) => {
        if (!condition) return parts;
        if (copiesOf(condition) > mostCopies)
          return this.#refuse(condition, "a condition of that many parts");
        return this.#choose(condition, parts, otherwise, names);
      }, []),
    ];
  }

  #choose(condition: Expression, yes: Parts, no: Parts, names: NamePaths): Parts {
    const path = pathOf(condition, names);
    if (path !== undefined)
      return yes.length === 0 ? [block(`unless ${path}`, no, [])] : [block(`if ${path}`, yes, no)];
    switch (condition.kind) {
      case "literal":
        return isTrue(condition.value) ? yes : no;
      case "unary":
        if (condition.operator !== "not") break;
        return this.#negated(condition.operand, yes, no, names);
      case "binary":
        return this.#binary(condition, yes, no, names);
      case "test":
        return this.#test(condition, yes, no, names);
      case "filter":
        // What is absent is not true with or without a default that is not true either.
        if (condition.name !== "default" && condition.name !== "d") break;
        if (condition.args[0]?.kind !== "literal" || isTrue(condition.args[0].value)) break;
        return this.#choose(condition.input, yes, no, names);
    }
    return this.#refuse(condition, "this condition");
  }

  #negated(operand: Expression, yes: Parts, no: Parts, names: NamePaths): Parts {
    const path = pathOf(operand, names);
    return path === undefined ? this.#choose(operand, no, yes, names) : [block(`unless ${path}`, yes, no)];
  }

  #binary(
    condition: Extract<Expression, { kind: "binary" }>,
    yes: Parts,
    no: Parts,
    names: NamePaths,
  ): Parts {
    const { operator, left, right } = condition;
    if (operator === "and") return this.#choose(left, this.#choose(right, yes, no, names), no, names);
    if (operator === "or") return this.#choose(left, yes, this.#choose(right, yes, no, names), names);
    const helper = operator === "==" ? "ifEquals" : operator === "!=" ? "unlessEquals" : undefined;
    const [a, b] = [left, right].map((side) =>
      side.kind === "literal" ? argumentOf(side.value) : pathOf(side, names),
    );
    if (helper === undefined || a === undefined || b === undefined)
      return this.#refuse(condition, "this condition");
    return [block(`${helper} ${a} ${b}`, yes, no)];
  }

  #test(condition: Extract<Expression, { kind: "test" }>, yes: Parts, no: Parts, names: NamePaths): Parts {
    const { name, negated, input, span } = condition;
    const positive = name === "defined";
    if (!positive && name !== "undefined" && name !== "none")
      return this.#refuse(condition, `the test ${name}`);
    // A mapping is true there even if it is empty.
    const exact = input.kind === "variable" && this.inputs.get(input.name)?.type === "object";
    const reason = "Handlebars cannot tell what is absent from what is empty, 0 or false";
    if (!exact) this.conversion.drop(`the test ${name}`, span.source.locate(span.start), reason);
    return positive === negated ? this.#negated(input, yes, no, names) : this.#choose(input, yes, no, names);
  }

  #refuse(condition: Expression, what: string): Parts {
    const { source, start } = condition.span;
    this.conversion.refuse(
      `${what} has no equivalent in Handlebars`,
      source.locate(start),
      "prepare the value before it is handed to the prompt",
    );
    return [];
  }
}

function block(open: string, body: Parts, otherwise: Parts): HandlebarsPart {
  return { kind: "block", open, body, otherwise };
}

/** How often parts are written, at most, for `and` and `or` to be told apart. */
function copiesOf(condition: Expression): number {
  if (condition.kind === "unary") return copiesOf(condition.operand);
  if (condition.kind !== "binary" || (condition.operator !== "and" && condition.operator !== "or")) return 1;
  return copiesOf(condition.left) + copiesOf(condition.right);
}
