import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
} from "yaml";
import type { Problem, SourceLocation } from "./errors.js";

export type YamlPath = readonly PropertyKey[];

const maxAliases = 100;

/** A YAML text whose parts can be found again, so that a problem is told where it stands. */
export class YamlSource {
  /** The plain value; undefined when the text could not be parsed. An empty text is `null`. */
  readonly value: unknown;
  /** What is wrong with the YAML itself. */
  readonly problems: readonly Problem[];
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  /** @param file how messages name it. */
  constructor(
    text: string,
    readonly file: string,
  ) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: true });
    const problems = this.#document.errors.map((error) => ({
      ...this.#at(error.pos[0]),
      message: syntaxMessage(error.code, error.message, text.slice(error.pos[0])),
    }));
    if (problems.length === 0) {
      try {
        this.value = this.#document.toJS({ maxAliasCount: maxAliases });
      } catch (error) {
        problems.push({ ...this.#at(0), message: aliasMessage(error) });
      }
    }
    this.problems = problems;
  }

  /** Where the value at a path begins; of what is absent, where its nearest parent begins. */
  locateValue(path: YamlPath): SourceLocation {
    const node = this.#document.getIn(path.map(String), true) ?? this.#document.getIn(path, true);
    if (isNode(node) && node.range) return this.#at(node.range[0]);
    const last = path.at(-1);
    return last === undefined ? this.#at(0) : this.locateKey(path.slice(0, -1), last);
  }

  /** Where a key of the mapping at `parent` stands. */
  locateKey(parent: YamlPath, key: PropertyKey): SourceLocation {
    const node = parent.length === 0 ? this.#document.contents : this.#document.getIn(parent, true);
    const pair = isMap(node) ? node.items.find((item) => keyOf(item) === String(key)) : undefined;
    const keyNode = pair?.key;
    if (isNode(keyNode) && keyNode.range) return this.#at(keyNode.range[0]);
    if (isSeq(node) || isAlias(node) || isMap(node)) return this.#at(node.range?.[0] ?? 0);
    return parent.length === 0 ? this.#at(0) : this.locateValue(parent);
  }

  #at(offset: number): SourceLocation {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

/** What keeps a text that can be parsed from being a value: an alias of nothing, or too many of them. */
function aliasMessage(error: unknown): string {
  const told = error instanceof Error ? error.message : String(error);
  const unknown = /^Unresolved alias .*: (.*)$/s.exec(told)?.[1];
  return unknown === undefined
    ? `too many aliases: ${told}`
    : `*${unknown} refers to an anchor that is not there; &${unknown} must stand before it`;
}

/** The parser's findings that people meet most, in words that say what to do. */
function syntaxMessage(code: string, message: string, found: string): string {
  switch (code) {
    case "DUPLICATE_KEY":
      return `the key ${JSON.stringify(/^"?([^":\s]*)/.exec(found)?.[1])} is given twice; keep one`;
    case "TAB_AS_INDENT":
      return "a tab is used to indent; YAML wants spaces";
    case "MULTIPLE_DOCS":
      return "the file holds more than one YAML document; keep one";
    default:
      return `invalid YAML: ${message.replace(/ at line \d+, column \d+.*$/s, "").replace(/[.:]?\s*$/, "")}`;
  }
}
