import { isMap, isNode, isScalar, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { HookName } from "./hook-names.js";
import { blockEnd, blockStart, insertLines, withoutBlocks } from "./marked-block.js";

/** What lefthook is to run for a hook, as it stands in its configuration. */
export function lefthookCommand(hook: HookName): readonly string[] {
  const run = hook === "pre-commit" ? "run: mlx hooks run pre-commit" : `run: mlx hooks run ${hook} {0}`;
  return ["mlx:", `  ${run}`, ...(hook === "pre-push" ? ["  use_stdin: true"] : [])];
}

/** A whole part of the configuration, for people to copy. */
export function lefthookSnippet(hook: HookName): string {
  return nested(hook, 0).join("\n");
}

/** Whether the configuration calls mlx for this hook, in whatever form. */
export function callsMlx(text: string, hook: HookName): boolean {
  return new RegExp(`\\bmlx hooks run ${hook}\\b`).test(text);
}

/**
 * The configuration with a command of mlx for a hook, between two marking comments; every other byte stays. Undefined if
 * the text is written in a way that lines cannot be put into (braces, aliases), or is no YAML.
 */
export function withLefthookCommand(text: string, hook: HookName): string | undefined {
  const place = placeFor(text, hook);
  if (place === undefined) return undefined;
  const indent = " ".repeat(place.indent);
  const lines = [blockStart, ...place.lines, blockEnd].map((line) => `${indent}${line}`);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const written = insertLines(text, place.offset, lines.map((line) => line + eol).join(""));
  const document = parseDocument(written);
  const run: unknown = document.errors.length === 0 && document.getIn([hook, "commands", "mlx", "run"]);
  return typeof run === "string" && callsMlx(run, hook) && withoutBlocks(written) === withoutBlocks(text)
    ? written
    : undefined;
}

interface Place {
  readonly offset: number;
  readonly indent: number;
  readonly lines: readonly string[];
}

function placeFor(text: string, hook: HookName): Place | undefined {
  const document = parseDocument(text);
  const top: unknown = document.contents;
  if (document.errors.length > 0) return undefined;
  const atEnd = { offset: text.length, indent: 0, lines: nested(hook, 0) };
  if (top === null || (isScalar(top) && top.value === null)) return atEnd;
  if (!isBlockMap(top)) return undefined;
  const ofHook = pairOf(top, hook);
  if (ofHook === undefined) return atEnd;
  if (isEmpty(ofHook)) return below(text, ofHook, nested(hook, 1));
  if (!isBlockMap(ofHook.value)) return undefined;
  const commands = pairOf(ofHook.value, "commands");
  if (commands === undefined) return below(text, ofHook, nested(hook, 1), ofHook.value);
  if (isEmpty(commands)) return below(text, commands, nested(hook, 2));
  return isBlockMap(commands.value) ? below(text, commands, nested(hook, 2), commands.value) : undefined;
}

/** The lines of a command from the given depth on: of the hook, of its commands, of the command alone. */
function nested(hook: HookName, depth: 0 | 1 | 2): string[] {
  const command = lefthookCommand(hook);
  const deeper = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  if (depth === 2) return [...command];
  const commands = ["commands:", ...deeper(command)];
  return depth === 1 ? commands : [`${hook}:`, ...deeper(commands)];
}

/** The line below a key's, as deep as what stands there already. */
function below(text: string, pair: Pair, lines: readonly string[], value?: YAMLMap): Place | undefined {
  const at = offsetOf(pair);
  const first = value?.items[0];
  const deep = first && offsetOf(first);
  if (at === undefined || (first !== undefined && deep === undefined)) return undefined;
  const end = text.indexOf("\n", at);
  const indent = deep === undefined ? columnOf(text, at) + 2 : columnOf(text, deep);
  return { offset: end === -1 ? text.length : end + 1, indent, lines };
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

function offsetOf({ key }: Pair): number | undefined {
  return isNode(key) ? key.range?.[0] : undefined;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function isEmpty({ value }: Pair): boolean {
  return (
    value === null ||
    (isScalar(value) && value.value === null && value.source !== "~" && value.source !== "null")
  );
}

function isBlockMap(node: unknown): node is YAMLMap {
  return isMap(node) && node.flow !== true && node.items.length > 0;
}
