import type { TemplateNode } from "../template/ast.js";
import type { Json, Prompt } from "../types.js";
import { usesOf } from "./variable-uses.js";

/**
 * What a prompt says before anybody has filled anything in: its literal text, of the branches of an `if` the longest, of a loop
 * one turn, and the few-shot examples where it uses them.
 */
export function staticTexts({ template, frontMatter }: Pick<Prompt, "template" | "frontMatter">): string[] {
  const texts = textsOf(template.nodes);
  const usesExamples =
    frontMatter.examples.length > 0 && usesOf(template).some(({ name }) => name === "examples");
  if (usesExamples) {
    for (const { inputs, output } of frontMatter.examples)
      texts.push(...Object.values(inputs).map(asText), asText(output));
  }
  return texts.filter((text) => text !== "");
}

function textsOf(nodes: readonly TemplateNode[]): string[] {
  const texts: string[] = [];
  const add = (more: readonly string[]) => {
    for (const text of more) texts.push(text);
  };
  for (const node of nodes) {
    if (node.kind === "text") texts.push(node.text);
    else if (node.kind === "include") add(textsOf(node.template.nodes));
    else if (node.kind === "for") add(longest([textsOf(node.body), textsOf(node.otherwise)]));
    else if (node.kind === "if") add(longest(node.branches.map(({ body }) => textsOf(body))));
  }
  return texts;
}

function longest(choices: readonly string[][]): string[] {
  const length = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
  return choices.reduce((best, texts) => (length(texts) > length(best) ? texts : best), []);
}

function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Bytes of texts in UTF-8. */
export function utf8Bytes(texts: readonly string[]): number {
  const encoder = new TextEncoder();
  return texts.reduce((sum, text) => sum + encoder.encode(text).length, 0);
}
