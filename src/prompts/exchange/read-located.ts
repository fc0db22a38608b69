import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
} from "yaml";
import { MlxError, type SourceLocation } from "../../core/errors.js";
import type { TextSource } from "../source.js";
import type { Json } from "../types.js";
import { jsonFault } from "./json-fault.js";
import type { Located, LocatedEntry } from "./located.js";
import { scalarOffset } from "./scalar-offset.js";

const maxAliases = 100;

/** Where a YAML or JSON text lies in a file. */
export interface Stretch {
  readonly source: TextSource;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads YAML that remembers its places.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2, with every problem of the YAML where it stands.
 */
export function readYaml(stretch: Stretch): Located {
  const { source, start, end } = stretch;
  return located(source.text.slice(start, end), stretch);
}

/**
 * Reads JSON that remembers its places.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2, where it is none.
 */
export function readJson(source: TextSource): Located {
  const text = source.text;
  try {
    JSON.parse(text);
  } catch {
    const { offset, wanted } = jsonFault(text);
    const found = text[offset] === undefined ? "the text ends" : `${JSON.stringify(text[offset])} stands`;
    throw invalid("JSON", [{ ...source.locate(offset), message: `${found} where ${wanted} is expected` }]);
  }
  // JSON is YAML but for tabs between its parts, which YAML takes for indentation.
  const stretch = { source, start: 0, end: text.length };
  return located(text.replaceAll("\t", " "), stretch);
}

function located(text: string, stretch: Stretch): Located {
  const { source, start } = stretch;
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true });
  const problems = document.errors.map((error) => ({
    ...source.locate(start + error.pos[0]),
    message: error.message,
  }));
  if (problems.length > 0) throw invalid("YAML", problems);
  try {
    document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid("YAML", [{ ...source.locate(start), message: reason }]);
  }
  return new LocatedNode(document.contents, { document, stretch, text }, start);
}

function invalid(
  kind: string,
  problems: readonly (SourceLocation & { readonly message: string })[],
): MlxError {
  const [first] = problems;
  return new MlxError("MLX_PROMPT_IMPORT", `invalid ${kind}: ${first?.message ?? "it cannot be read"}`, {
    exitCode: 2,
    ...(first && { at: first }),
    problems: problems.map((problem) => ({ ...problem, message: `invalid ${kind}: ${problem.message}` })),
  });
}

interface Origin {
  readonly document: Document.Parsed;
  readonly stretch: Stretch;
  /** What was parsed: the stretch's text. */
  readonly text: string;
}

class LocatedNode implements Located {
  readonly #node: unknown;
  #value: Json | undefined;
  #offsets: ((index: number) => number) | undefined;

  /** @param fallback where it counts as standing when it has no place of its own. */
  constructor(
    node: unknown,
    private readonly origin: Origin,
    private readonly fallback: number,
  ) {
    this.#node = isAlias(node) ? node.resolve(origin.document) : node;
    this.fallback = isAlias(node) ? origin.stretch.start + (node.range?.[0] ?? 0) : fallback;
  }

  get source(): TextSource {
    return this.origin.stretch.source;
  }

  get at(): SourceLocation {
    return this.source.locate(this.#start);
  }

  get value(): Json {
    this.#value ??= this.#read();
    return this.#value;
  }

  get entries(): readonly LocatedEntry[] {
    return isMap(this.#node) ? this.#node.items.map((pair) => this.#entry(pair)) : [];
  }

  get items(): readonly Located[] {
    return isSeq(this.#node) ? this.#node.items.map((item) => this.#below(item, this.#start)) : [];
  }

  offsetOf(index: number): number {
    this.#offsets ??= this.#scalarOffsets();
    return this.origin.stretch.start + this.#offsets(index);
  }

  get #start(): number {
    const range = isNode(this.#node) ? this.#node.range : undefined;
    return range ? this.origin.stretch.start + range[0] : this.fallback;
  }

  #entry(pair: Pair): LocatedEntry {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const keyStart = rangeStart(pair.key);
    const offset = keyStart === undefined ? this.#start : this.origin.stretch.start + keyStart;
    return { key, keyAt: this.source.locate(offset), node: this.#below(pair.value, offset) };
  }

  #below(node: unknown, fallback: number): LocatedNode {
    return new LocatedNode(node, this.origin, fallback);
  }

  #read(): Json {
    if (isMap(this.#node)) return Object.fromEntries(this.entries.map(({ key, node }) => [key, node.value]));
    if (isSeq(this.#node)) return this.items.map((item) => item.value);
    const value: unknown = isScalar(this.#node) ? this.#node.value : null;
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? value
      : null;
  }

  #scalarOffsets(): (index: number) => number {
    const node: Scalar | undefined = isScalar(this.#node) ? this.#node : undefined;
    const range = node?.range;
    if (!node || !range || typeof node.value !== "string")
      return () => this.#start - this.origin.stretch.start;
    return scalarOffset(this.origin.text.slice(0, range[1]), range[0], node.value, node.type ?? "PLAIN");
  }
}

function rangeStart(node: unknown): number | undefined {
  const known: Node | undefined = isNode(node) ? node : undefined;
  return known?.range?.[0];
}
