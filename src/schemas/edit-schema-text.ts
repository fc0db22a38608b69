import { isMap, isNode, isScalar, isSeq, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import type { YamlPath } from "../core/yaml-source.js";

/** A change of a schema's text. Values are YAML as they are to stand there. */
export type SchemaEdit =
  | { readonly kind: "set"; readonly path: YamlPath; readonly value: string }
  | { readonly kind: "append"; readonly path: YamlPath; readonly items: readonly string[] }
  /** New entries of `columns:`, indented by two and four spaces. */
  | { readonly kind: "columns"; readonly lines: readonly string[] };

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Makes one change and leaves every other byte of the text as it is: comments, order and spacing are their writer's.
 * @returns undefined where the text has a form that no change can be made in, such as an alias.
 */
export function editSchemaText(text: string, edit: SchemaEdit): string | undefined {
  const document = parseDocument(text);
  const nodeAt = (path: YamlPath) => document.getIn(path, true) ?? document.getIn(path.map(String), true);
  const splice = (() => {
    if (edit.kind === "columns") return columnsSplice(text, nodeAt(["columns"]), edit.lines);
    const node = nodeAt(edit.path);
    if (edit.kind === "append") return isSeq(node) ? appendSplice(text, node, edit.items) : undefined;
    if (isScalar(node) && node.range) return { start: node.range[0], end: node.range[1], text: edit.value };
    const parent = edit.path.length === 1 ? document.contents : nodeAt(edit.path.slice(0, -1));
    const isAbsent = node === undefined || node === null;
    return isAbsent && isMap(parent)
      ? insertSplice(text, parent, String(edit.path.at(-1)), edit.value)
      : undefined;
  })();
  return splice && text.slice(0, splice.start) + splice.text + text.slice(splice.end);
}

/** A key before the first of a mapping. */
function insertSplice(text: string, map: YAMLMap, key: string, value: string): Splice | undefined {
  const first = keyStart(map.items[0]);
  if (map.flow === true && map.range) {
    const start = map.range[0] + 1;
    return { start, end: start, text: `${key}: ${value}${first === undefined ? "" : ", "}` };
  }
  if (first === undefined) return undefined;
  return {
    start: first,
    end: first,
    text: `${key}: ${value}${lineEnd(text)}${" ".repeat(columnOf(text, first))}`,
  };
}

function appendSplice(text: string, list: YAMLSeq, items: readonly string[]): Splice | undefined {
  const last = list.items.at(-1);
  if (!isNode(last) || !last.range) return undefined;
  const end = last.range[1];
  if (list.flow === true) return { start: end, end, text: items.map((item) => `, ${item}`).join("") };
  const lineStart = text.lastIndexOf("\n", last.range[0] - 1) + 1;
  const dash = text.slice(lineStart, last.range[0]);
  if (!/^\s*-\s+$/.test(dash)) return undefined;
  const at = endOfLine(text, end);
  return { start: at, end: at, text: items.map((item) => `${lineEnd(text)}${dash}${item}`).join("") };
}

function columnsSplice(text: string, columns: unknown, lines: readonly string[]): Splice | undefined {
  if (!isMap(columns) || !columns.range) return undefined;
  const first = keyStart(columns.items[0]);
  if (first === undefined) {
    const block = lines.map((line) => `${lineEnd(text)}${line}`).join("");
    return { start: columns.range[0], end: columns.range[1], text: block };
  }
  if (columns.flow === true) return undefined;
  // Not where the key stands: one that is announced has a question mark before it.
  const [indent = ""] = /^ */.exec(text.slice(first - columnOf(text, first))) ?? [];
  const last = columns.items.at(-1)?.value;
  const end = isNode(last) && last.range ? last.range[1] : keyStart(columns.items.at(-1));
  if (end === undefined) return undefined;
  const at = endOfLine(text, text[end - 1] === "\n" ? end - 1 : end);
  const block = lines.map((line) => `${lineEnd(text)}${indent}${line.slice(2)}`).join("");
  return { start: at, end: at, text: block };
}

function keyStart(pair: Pair | undefined): number | undefined {
  const key = pair?.key;
  return isNode(key) && key.range ? key.range[0] : undefined;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function endOfLine(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  if (found === -1) return text.length;
  return text[found - 1] === "\r" ? found - 1 : found;
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
