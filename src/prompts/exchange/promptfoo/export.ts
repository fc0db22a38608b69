import type { TemplateNode } from "../../template/ast.js";
import type { Prompt, Role } from "../../types.js";
import { Conversion } from "../conversion.js";
import { noteLosses } from "../export/export-front-matter.js";
import { unrolledNodes } from "../export/unroll-examples.js";
import type { Dialect } from "../jinja/print-expression.js";
import { printTemplate, type TemplatePrinter } from "../jinja/print-template.js";
import type { ExportedPrompt } from "../types.js";

/**
 * Writes a prompt file of promptfoo: messages as JSON, or a text where the user alone speaks.
 * @throws {MlxError} `MLX_PROMPT_EXPORT`, exit 2: a role inside of a condition or loop, or what Nunjucks lacks.
 */
export function exportPromptfoo(prompt: Prompt): ExportedPrompt {
  const conversion = new Conversion();
  const printer: TemplatePrinter = {
    dialect: nunjucksDialect(conversion),
    inputs: prompt.frontMatter.inputs,
    json: "dump",
    emptyIsTrue: true,
    checkText: () => undefined,
  };
  const messages = split(unrolledNodes(prompt), conversion).map(({ role, nodes }) => ({
    role,
    content: printTemplate(nodes, printer).trim(),
  }));
  conversion.check("MLX_PROMPT_EXPORT");
  const elsewhere = "promptfoo gives it to a provider, in its configuration";
  noteLosses(
    prompt,
    {
      name: "a prompt file has no name",
      description: "a prompt file has no description",
      model: elsewhere,
      settings: elsewhere,
      output: elsewhere,
      tools: elsewhere,
      inputs: "promptfoo declares no inputs, only names in its templates",
      metadata: "a prompt file has no metadata",
    },
    conversion,
  );
  const said = messages.filter(({ content }) => content !== "");
  const [only] = said;
  const text =
    said.length === 1 && only?.role === "user" && !/^\s*---\s*$/m.test(only.content)
      ? only.content
      : undefined;
  return { text: `${text ?? JSON.stringify(said, null, 2)}\n`, dropped: conversion.dropped };
}

/** The nodes by message. Variables that are set before the first role, or in an earlier message, hold in later ones. */
function split(
  nodes: readonly TemplateNode[],
  conversion: Conversion,
): { readonly role: Role; readonly nodes: readonly TemplateNode[] }[] {
  const messages: { readonly role: Role; readonly nodes: TemplateNode[] }[] = [];
  const sets: TemplateNode[] = [];
  for (const node of nodes) {
    if (node.kind === "role") {
      messages.push({ role: node.role, nodes: [...sets] });
      continue;
    }
    refuseInnerRoles(node, conversion);
    if (node.kind === "set") sets.push(node);
    const blank = node.kind === "text" && node.text.trim() === "";
    if (messages.length === 0 && !blank && node.kind !== "comment" && node.kind !== "set") {
      messages.push({ role: "user", nodes: [...sets] });
    }
    messages.at(-1)?.nodes.push(node);
  }
  return messages;
}

function refuseInnerRoles(node: TemplateNode, conversion: Conversion): void {
  const inner =
    node.kind === "if"
      ? node.branches.flatMap(({ body }) => body)
      : node.kind === "for"
        ? [...node.body, ...node.otherwise]
        : [];
  for (const child of inner) {
    if (child.kind === "role") {
      conversion.refuse(
        "promptfoo's messages are a fixed list: a role cannot stand in a condition or loop",
        child.span.source.locate(child.span.start),
        "export to prompty or dotprompt",
      );
    }
    refuseInnerRoles(child, conversion);
  }
}

/** Filters and tests that Nunjucks has under the same name and that do the same. */
const filters = new Set([
  ...[
    "abs",
    "capitalize",
    "default",
    "d",
    "dictsort",
    "escape",
    "e",
    "first",
    "float",
    "indent",
    "int",
    "join",
    "last",
  ],
  ...[
    "length",
    "list",
    "lower",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
  ],
  ...["string", "sum", "title", "trim", "truncate", "upper", "urlencode", "wordcount", "batch", "slice"],
]);
const tests = new Set([
  ...["defined", "undefined", "string", "number", "mapping", "iterable", "upper", "lower", "even", "odd"],
  ...["divisibleby", "eq", "equalto", "ne", "lt", "lessthan", "le", "gt", "greaterthan", "ge"],
]);
const otherFilters: Readonly<Record<string, string>> = { tojson: "dump", items: "", count: "length" };
const otherTests: Readonly<Record<string, string>> = {
  none: "null",
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

function nunjucksDialect(conversion: Conversion): Dialect {
  return {
    filter: (name) =>
      filters.has(name) ? name : Object.hasOwn(otherFilters, name) ? otherFilters[name] : undefined,
    test: (name) => (tests.has(name) ? name : Object.hasOwn(otherTests, name) ? otherTests[name] : undefined),
    slices: false,
    isMethod: () => false,
    refuse: (expression, what) =>
      conversion.refuse(
        `Nunjucks lacks ${what}`,
        expression.span.source.locate(expression.span.start),
        "prepare the value before it is handed to the prompt",
      ),
  };
}
