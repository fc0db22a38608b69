import { isInputName } from "../../input-name.js";
import type { TextSource } from "../../source.js";
import type { Expression, Template, TemplateNode } from "../../template/ast.js";
import type { IncludeResolver } from "../../template/include.js";
import { parseTemplate } from "../../template/parse.js";
import { variableUses, walkTemplate } from "../../template/walk.js";
import type { Conversion } from "../conversion.js";
import type { InputDraft } from "../input-draft.js";
import { inputNameFor } from "../input-name.js";
import { memberOf } from "../located.js";
import { schemaAt } from "../schema-at.js";

/** A template in the language of Jinja or of Nunjucks, which ours is a part of. */
export interface JinjaText {
  /** Its places are those of the imported file. The text begins with a role line. */
  readonly source: TextSource;
  readonly dialect: "jinja" | "nunjucks";
  /** Whether role lines are meant as such; else every one but the first is text. */
  readonly roles: boolean;
  readonly inputs: readonly InputDraft[];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The template in our language. What our parser does not understand is refused where it stands; the rest keeps its
 * wording but for names that are taken here, and values that may be absent there.
 */
export function convertJinja(jinja: JinjaText, conversion: Conversion): string {
  const { source } = jinja;
  const include: IncludeResolver = (path) => ({
    problem: `${JSON.stringify(path)} cannot be taken in: a template is imported by itself`,
    hint: "put the text in its place, or import it and include it from the prompt",
  });
  const { template, problems } = parseTemplate(source, 0, include);
  for (const problem of problems) conversion.refuse(problem.message, problem, problem.hint);
  if (problems.length > 0) return "";
  const edits = [...variableEdits(template, jinja, conversion), ...nodeEdits(template, jinja)];
  return edited(source.text, edits);
}

function variableEdits(
  template: Template,
  { source, dialect, inputs }: JinjaText,
  conversion: Conversion,
): Edit[] {
  const open = new Set(
    inputs.filter((input) => input.optional && input.default === undefined).map(({ name }) => name),
  );
  return variableUses(template).flatMap(({ name, span, guarded, kind }): Edit[] => {
    const at = source.locate(span.start);
    if (name === "env" && dialect === "nunjucks") {
      conversion.refuse(
        "a prompt cannot read the environment",
        at,
        "make it an input, and hand the value over",
      );
      return [];
    }
    const here = isInputName(name) ? name : inputNameFor(name);
    if (here !== name) conversion.drop(`the name ${name}`, at, `it is called ${here} here`);
    const followed = /^\s*[.[]/.test(source.text.slice(span.end, span.end + 20));
    const absent = open.has(name) && !guarded && kind === "output" && !followed ? ' | default("")' : "";
    return here === name && absent === ""
      ? []
      : [{ start: span.start, end: span.end, text: `${here}${absent}` }];
  });
}

function nodeEdits(template: Template, { source, dialect, roles, inputs }: JinjaText): Edit[] {
  const edits: Edit[] = [];
  let first = true;
  walkTemplate(template, {
    node: (node) => {
      if (node.kind === "role") {
        const start = source.text.indexOf(node.role, node.span.start);
        const end = start + node.role.length + 1;
        if (!roles && !first)
          edits.push({ start, end, text: `{{ ${JSON.stringify(source.text.slice(start, end))} }}` });
        first = false;
      }
      if (node.kind === "if") edits.push(...conditionEdits(node, inputs));
      const { kind } = node;
      if (kind !== "for" || dialect !== "nunjucks" || node.names.length !== 2) return;
      // Nunjucks goes through a mapping when there are two names.
      if (node.list.kind === "filter" && node.list.name === "items") return;
      edits.push({ start: node.list.span.end, end: node.list.span.end, text: " | items" });
    },
  });
  return edits;
}

/** A member that a mapping lacks is not true there, and an error here. */
function conditionEdits(
  { branches }: Extract<TemplateNode, { kind: "if" }>,
  inputs: readonly InputDraft[],
): Edit[] {
  const asked = (condition: Expression): Expression[] => {
    if (condition.kind === "unary") return asked(condition.operand);
    const both = condition.kind === "binary" && (condition.operator === "and" || condition.operator === "or");
    return both ? [...asked(condition.left), ...asked(condition.right)] : [condition];
  };
  return branches
    .flatMap(({ condition }) => (condition ? asked(condition) : []))
    .filter((condition) => condition.kind === "member" && !isSure(condition, inputs))
    .map(({ span: { end } }) => ({ start: end, end, text: ' | default("")' }));
}

/** Whether the schema of an input says that the member is always there; `loop` has all of its members. */
function isSure(expression: Expression, inputs: readonly InputDraft[]): boolean {
  if (expression.kind === "variable")
    return expression.name === "loop" || inputs.some(({ name }) => name === expression.name);
  if (expression.kind !== "member" || expression.key.kind !== "literal") return false;
  const { object, key } = expression;
  if (object.kind === "variable" && object.name === "loop") return true;
  const required = memberOf(
    schemaAt(object, (name) => inputs.find((input) => input.name === name)?.schema),
    "required",
  );
  return isSure(object, inputs) && Array.isArray(required) && required.includes(key.value);
}

function edited(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text: replacement } of edits.toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    pieces.push(text.slice(at, start), replacement);
    at = Math.max(at, end);
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}
