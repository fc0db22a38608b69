import { Document, isMap, isScalar, isSeq, type Node, type Scalar, visit } from "yaml";
import type { Json } from "./types.js";

/** What a prompt file says, as it is written. Everything is optional; what is absent or empty is not written. */
export interface PromptFields {
  readonly name?: string;
  readonly description?: string;
  readonly model?: string;
  readonly settings?: Readonly<Record<string, Json>>;
  /** By name: a type, such as `string`, or a mapping with `type`, `description`, `trusted`, `default` and JSON Schema. */
  readonly inputs?: ReadonlyMap<string, Json>;
  readonly output?: Readonly<Record<string, Json>>;
  readonly tools?: readonly Json[];
  readonly suites?: readonly string[];
  readonly examples?: readonly Json[];
  /** Short names for files that the template includes. */
  readonly includes?: ReadonlyMap<string, string>;
  readonly metadata?: Readonly<Record<string, Json>>;
}

/** Longest mapping or list that is written on one line between braces. */
const flowWidth = 80;

/**
 * A prompt file: the fields between `---` lines, in the order in which people read them, then the template. Small mappings
 * stand on one line, long texts as blocks.
 */
export function promptText(fields: PromptFields & { readonly body: string }): string {
  const entries: (readonly [string, unknown])[] = [
    ["name", fields.name],
    ["description", fields.description],
    ["model", fields.model],
    ["settings", fields.settings],
    ["inputs", fields.inputs],
    ["output", fields.output],
    ["tools", fields.tools],
    ["suites", fields.suites],
    ["examples", fields.examples],
    ["includes", fields.includes],
    ["metadata", fields.metadata],
  ];
  const head = frontMatterText(entries);
  const body = fields.body.endsWith("\n") || fields.body === "" ? fields.body : `${fields.body}\n`;
  return head === "" && body.startsWith("---") ? `---\n---\n${body}` : head + body;
}

/** Front matter with its `---` lines, without what is absent or empty; "" if nothing is left. */
export function frontMatterText(entries: readonly (readonly [string, unknown])[]): string {
  const written = entries.filter(([, value]) => value !== undefined && !isEmpty(value));
  return written.length === 0 ? "" : `---\n${yamlText(new Map(written))}---\n`;
}

/** YAML for people: blocks for long texts, one line for small mappings and lists below the first level. */
export function yamlText(value: ReadonlyMap<string, unknown>): string {
  const document = new Document(value, { version: "1.2" });
  visit(document, { Scalar: (_, node) => chooseStyle(node) });
  if (isMap(document.contents)) {
    for (const pair of document.contents.items) if (isCollection(pair.value)) flowSmall(pair.value, 1);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, defaultKeyType: null });
}

function isEmpty(value: unknown): boolean {
  if (value instanceof Map) return value.size === 0;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** What a block cannot hold as it is: white space at the ends of lines or at the beginning, tabs and control characters. */
const unfitForBlock = /[ \t]$|[^\P{C}\n]|[\u2028\u2029]/mu;

function chooseStyle(node: Scalar): void {
  const text = node.value;
  if (typeof text === "string" && text.includes("\n") && !/^\s/.test(text) && !unfitForBlock.test(text)) {
    node.type = "BLOCK_LITERAL";
  }
}

function isCollection(node: unknown): node is Node {
  return isMap(node) || isSeq(node);
}

/** Writes what fits on one line so, from the leaves up. @returns the length on one line; Infinity if it needs more. */
function flowSmall(node: unknown, depth: number): number {
  if (isScalar(node))
    return node.type === "BLOCK_LITERAL" ? Infinity : (JSON.stringify(node.value)?.length ?? 4);
  if (isSeq(node)) {
    const inner = node.items.reduce<number>((sum, item) => sum + flowSmall(item, depth + 1) + 2, 2);
    const flow = depth > 0 && inner <= flowWidth && !(depth === 1 && node.items.some(isMap));
    if (flow || node.items.length === 0) node.flow = true;
    return inner;
  }
  if (isMap(node)) {
    const inner = node.items.reduce<number>(
      (sum, pair) => sum + flowSmall(pair.key, depth + 1) + flowSmall(pair.value, depth + 1) + 4,
      2,
    );
    if ((depth > 1 && inner <= flowWidth) || node.items.length === 0) node.flow = true;
    return inner;
  }
  return 4;
}
