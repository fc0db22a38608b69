import type { Expression } from "./ast.js";

/** Names that must have a value if a condition came out true, and if it came out false. */
export interface Guards {
  readonly whenTrue: ReadonlySet<string>;
  readonly whenFalse: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** Tests that only a value passes. */
const provingTests = new Set(
  ["defined", "string", "number", "integer", "float", "boolean", "mapping", "sequence", "iterable"].concat(
    ["true", "false", "even", "odd", "upper", "lower", "divisibleby"],
    ["lt", "le", "gt", "ge", "lessthan", "greaterthan"],
  ),
);

/** Which names a condition proves to have a value. */
export function guardsOf(condition: Expression): Guards {
  switch (condition.kind) {
    case "variable":
    case "member":
    case "slice":
      return { whenTrue: rootNames(condition), whenFalse: none };
    case "filter":
      return { whenTrue: isNeutralDefault(condition) ? rootNames(condition.input) : none, whenFalse: none };
    case "unary": {
      if (condition.operator !== "not") return { whenTrue: none, whenFalse: none };
      const { whenTrue, whenFalse } = guardsOf(condition.operand);
      return { whenTrue: whenFalse, whenFalse: whenTrue };
    }
    case "test":
      return testGuards(condition);
    case "binary":
      return binaryGuards(condition);
    default:
      return { whenTrue: none, whenFalse: none };
  }
}

function testGuards({ name, negated, input }: Extract<Expression, { kind: "test" }>): Guards {
  const names = rootNames(input);
  const absent = name === "undefined" || name === "none";
  const whenTrue = provingTests.has(name) ? names : none;
  const whenFalse = absent ? names : none;
  return negated ? { whenTrue: whenFalse, whenFalse: whenTrue } : { whenTrue, whenFalse };
}

function binaryGuards({ operator, left, right }: Extract<Expression, { kind: "binary" }>): Guards {
  if (operator === "and" || operator === "or") {
    const a = guardsOf(left);
    const b = guardsOf(right);
    const both = (x: ReadonlySet<string>, y: ReadonlySet<string>) => new Set([...x, ...y]);
    const shared = (x: ReadonlySet<string>, y: ReadonlySet<string>) =>
      new Set([...x].filter((name) => y.has(name)));
    return operator === "and"
      ? { whenTrue: both(a.whenTrue, b.whenTrue), whenFalse: shared(a.whenFalse, b.whenFalse) }
      : { whenTrue: shared(a.whenTrue, b.whenTrue), whenFalse: both(a.whenFalse, b.whenFalse) };
  }
  if (operator === "==" || operator === "!=") {
    const equal = equalityGuards(left, right) ?? equalityGuards(right, left);
    if (!equal) return { whenTrue: none, whenFalse: none };
    return operator === "==" ? equal : { whenTrue: equal.whenFalse, whenFalse: equal.whenTrue };
  }
  if (operator === "in" && right.kind === "list") {
    const literals = right.items.every((item) => item.kind === "literal" && item.value !== null);
    return { whenTrue: literals ? rootNames(left) : none, whenFalse: none };
  }
  return { whenTrue: none, whenFalse: none };
}

/** Of `x == "text"` and `x == none`. */
function equalityGuards(side: Expression, other: Expression): Guards | undefined {
  if (other.kind !== "literal") return undefined;
  const names = rootNames(side);
  return other.value === null ? { whenTrue: none, whenFalse: names } : { whenTrue: names, whenFalse: none };
}

/** The variable that an expression is a part of: `a` of `a`, `a.b` and `a[0]`. */
function rootNames(expression: Expression): ReadonlySet<string> {
  if (expression.kind === "variable") return new Set([expression.name]);
  return expression.kind === "member" || expression.kind === "slice" ? rootNames(expression.object) : none;
}

/** Whether it is `x | default("")`, or with another value that does not count as true. */
function isNeutralDefault(expression: Extract<Expression, { kind: "filter" }>): boolean {
  if (expression.name !== "default" && expression.name !== "d") return false;
  const value = expression.args[0] ?? expression.named.get("default_value");
  if (!value) return true;
  if (value.kind === "literal") return !value.value;
  return (
    (value.kind === "list" && value.items.length === 0) ||
    (value.kind === "mapping" && value.entries.length === 0)
  );
}
