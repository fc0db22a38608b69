import { readFileSync } from "node:fs";
import { type Document, isCollection, isMap, isScalar, parseDocument } from "yaml";
import { systemCode } from "../core/errors.js";
import { writeFileAtomic } from "../files/atomic-write.js";
import { invalidConfig } from "./load-config.js";
import { readLayer } from "./read-layer.js";

/** A change of one setting; without a value it is removed. */
export interface ConfigEdit {
  readonly path: readonly string[];
  readonly value?: unknown;
}

/**
 * Changes settings in a configuration text; comments, order and formatting of everything else stay.
 * @param label how messages name the file.
 * @throws {MlxError} `MLX_INVALID_CONFIG` if the text is invalid before or after the change.
 */
export function editConfigText(text: string, edits: readonly ConfigEdit[], label: string): string {
  check(text, label);
  const document = parseDocument(text);
  for (const edit of edits) {
    if (edit.value === undefined) remove(document, edit.path);
    else set(document, edit.path, edit.value);
  }
  const emptied = isMap(document.contents) && document.contents.items.length === 0;
  if (emptied) document.contents = null;
  const written = emptied && !hasComment(document) ? "" : document.toString({ lineWidth: 0 });
  check(written, label);
  return withOriginalLines(text, written);
}

/**
 * The written text with every line that says the same as one of the original in the original's own spacing and line
 * ends. YAML's writer keeps comments but not the columns they are aligned to.
 */
function withOriginalLines(original: string, written: string): string {
  const eol = original.includes("\r\n") ? "\r\n" : "\n";
  const originals = original.split(/\r?\n/);
  let next = 0;
  const lines = written.split("\n").map((line) => {
    const found = originals.findIndex((other, index) => index >= next && saysTheSame(line, other));
    if (found === -1) return line;
    next = found + 1;
    return originals[found] ?? line;
  });
  return lines.join(eol);
}

/** Equal but for the spaces before a comment and inside of brackets; lines with quoted text must be equal. */
function saysTheSame(a: string, b: string): boolean {
  if (/["']/.test(a) || /["']/.test(b)) return a === b;
  const plain = (line: string): string => line.replace(/ +#/, " #").replace(/([[{]) +| +([\]}])/g, "$1$2");
  return plain(a) === plain(b);
}

/** The same for a file, replaced whole; one that is absent is made. */
export function editConfigFile(path: string, edits: readonly ConfigEdit[], label: string): void {
  writeFileAtomic(path, editConfigText(readOrEmpty(path), edits, label));
}

/** A configuration file's text; an absent one is empty. */
export function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return "";
    throw error;
  }
}

function check(text: string, label: string): void {
  const { problems } = readLayer(text, label);
  if (problems.length > 0) throw invalidConfig(problems);
}

function set(document: Document, path: readonly string[], value: unknown): void {
  for (let depth = 0; depth < path.length; depth++) {
    // A key without a value (`remotes:`) would be in the way.
    const parent = path.slice(0, depth);
    const node = parent.length === 0 ? document.contents : document.getIn(parent, true);
    if (isScalar(node) && node.value === null) {
      const map = document.createNode({});
      if (node.comment) map.commentBefore = node.comment;
      if (parent.length === 0) document.contents = map;
      else document.setIn(parent, map);
    } else if (isMap(node) && node.items.length === 0) {
      node.flow = false;
    }
  }
  document.setIn(path, value);
}

/** Removes a setting, and the mappings that it leaves empty. */
function remove(document: Document, path: readonly string[]): void {
  if (!document.hasIn(path)) return;
  document.deleteIn(path);
  const parent = path.slice(0, -1);
  const node = parent.length === 0 ? undefined : document.getIn(parent, true);
  if (isCollection(node) && node.items.length === 0) remove(document, parent);
}

function hasComment(document: Document): boolean {
  return Boolean(document.commentBefore || document.comment);
}
