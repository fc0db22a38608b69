import type { Expression, Template } from "../template/ast.js";
import { variableUses, walkTemplate } from "../template/walk.js";
import type { InputType } from "../types.js";

/** What the uses of an input suggest of it. */
interface UsedInput {
  readonly type: InputType;
  /** Whether the template asks for it wherever it uses it. */
  readonly optional: boolean;
}

/** The inputs that a template uses, in the order of their first use. */
export function inputsOfBody(template: Template): ReadonlyMap<string, UsedInput> {
  const found = new Map<string, UsedInput>();
  const shapes = shapesByPlace(template);
  for (const { name, span, kind, guarded } of variableUses(template)) {
    if (name === "examples") continue;
    const before = found.get(name) ?? { type: "any", optional: true };
    const byKind = kind === "list" ? "array" : kind === "output" ? "string" : "any";
    const shape = shapes.get(span.start) ?? byKind;
    found.set(name, { type: stronger(before.type, shape), optional: before.optional && guarded });
  }
  return found;
}

const strength: readonly InputType[] = ["any", "string", "array", "object"];

/** Of two suggestions the one that says more: what is gone through or has members is no text. */
function stronger(a: InputType, b: InputType): InputType {
  return strength.indexOf(b) > strength.indexOf(a) ? b : a;
}

const listFilters = new Set(["join", "first", "last", "sort", "unique", "map", "select", "reject", "batch"]);

/** Where a variable stands whose own place says what it is: `user.name`, `tags | join`, `m | items`. By its offset. */
function shapesByPlace(template: Template): ReadonlyMap<number, InputType> {
  const shapes = new Map<number, InputType>();
  const note = (expression: Expression, type: InputType) => {
    if (expression.kind === "variable") shapes.set(expression.span.start, type);
  };
  walkTemplate(template, {
    expression: (expression) => {
      if (expression.kind === "member") {
        const list = expression.key.kind === "literal" && typeof expression.key.value === "number";
        note(expression.object, list ? "array" : expression.key.kind === "literal" ? "object" : "any");
      } else if (expression.kind === "filter") {
        if (expression.name === "items") note(expression.input, "object");
        else if (listFilters.has(expression.name)) note(expression.input, "array");
        else if (expression.name === "tojson" || expression.name === "length") note(expression.input, "any");
      }
    },
  });
  return shapes;
}
