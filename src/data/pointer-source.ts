import type { Document, LineCounter, Node, Pair } from "yaml";
import type { Problem } from "../core/errors.js";
import { invalidPointer } from "./invalid-pointer.js";
import type { Yaml } from "./yaml-library.js";

/** One top-level key and its value. Positions are offsets in the source. */
export interface Field {
  readonly keyAt: number;
  readonly keyEnd: number;
  readonly valueAt: number;
  /** Where the next key begins, or the text ends. */
  readonly end: number;
  readonly node: Node | null;
}

/** A pointer's YAML by its top-level keys, every value as text, and the problems found in it so far. */
export class PointerSource {
  readonly fields = new Map<string, Field>();
  readonly #lines: LineCounter;
  readonly #document: Document;
  readonly #problems: Problem[] = [];

  /** @throws {MlxError} if the text is not a YAML mapping. */
  constructor(
    readonly yaml: Yaml,
    readonly text: string,
    readonly file: string,
  ) {
    this.#lines = new yaml.LineCounter();
    // The failsafe schema keeps digests and sizes as they are written: no digits become a rounded number.
    const options = {
      schema: "failsafe",
      lineCounter: this.#lines,
      prettyErrors: false,
    } as const;
    this.#document = yaml.parseDocument(text, options);
    this.#reportSyntax();
    this.#readFields();
  }

  /** The text of a key's value; `undefined` if it is absent or not a single value. */
  value(name: string): string | undefined {
    const node = this.fields.get(name)?.node;
    return this.yaml.isScalar(node) && typeof node.value === "string" ? node.value : undefined;
  }

  /** As `value`, but reports what is absent. */
  requireValue(name: string): string | undefined {
    const value = this.value(name);
    if (value !== undefined) return value;
    if (this.fields.has(name)) this.reportValue(name, `${name} must have a single value`);
    else this.report(0, `${name} is missing`);
    return undefined;
  }

  /** Counted from 1. */
  position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  report(offset: number, message: string): void {
    this.reportAt(this.position(offset), message);
  }

  reportAt(place: { readonly line: number; readonly column: number }, message: string): void {
    this.#problems.push({ file: this.file, line: place.line, column: place.column, message });
  }

  reportValue(name: string, message: string): void {
    this.report(this.fields.get(name)?.valueAt ?? 0, message);
  }

  /** Refuses the pointer for this one reason, whatever else was found. */
  refuse(offset: number, message: string, hint?: string): never {
    throw invalidPointer([{ file: this.file, ...this.position(offset), message }], hint);
  }

  /** Refuses the pointer if anything was reported. */
  refuseReported(): void {
    const [first, ...rest] = this.#problems;
    if (first !== undefined) throw invalidPointer([first, ...rest]);
  }

  #reportSyntax(): void {
    const { errors } = this.#document;
    for (const { code, pos, message } of errors) {
      const repeated = code === "DUPLICATE_KEY";
      this.report(pos[0], repeated ? `the key ${this.#wordAt(pos[0])} appears twice` : firstLine(message));
    }
    if (errors.some(({ code }) => code !== "DUPLICATE_KEY")) this.refuseReported();
  }

  #readFields(): void {
    const { contents } = this.#document;
    if (!this.yaml.isMap(contents)) {
      const empty = this.text.trim() === "";
      this.refuse(0, empty ? "the pointer is empty" : "this is not a pointer: it must begin with `mlx: 1`");
    }
    const pairs: readonly Pair[] = contents.items;
    const starts = pairs.map(({ key }) => this.#rangeOf(key)[0]);
    for (const [index, { key, value }] of pairs.entries()) {
      const [keyAt, keyEnd] = this.#rangeOf(key);
      const name = this.yaml.isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) this.report(keyAt, "a key must be a word");
      if (name === undefined || this.fields.has(name)) continue;
      const valueAt = this.yaml.isNode(value) ? this.#rangeOf(value)[0] : keyAt;
      const end = starts[index + 1] ?? this.text.length;
      this.fields.set(name, { keyAt, keyEnd, valueAt, end, node: this.#resolve(value) });
    }
  }

  #rangeOf(node: unknown): readonly [start: number, end: number] {
    const range = this.yaml.isNode(node) ? node.range : undefined;
    return range ? [range[0], range[1]] : [0, 0];
  }

  #resolve(value: unknown): Node | null {
    if (this.yaml.isAlias(value)) return value.resolve(this.#document) ?? null;
    return this.yaml.isNode(value) ? value : null;
  }

  #wordAt(offset: number): string {
    return /^[\w-]*/.exec(this.text.slice(offset, offset + 80))?.[0] ?? "";
  }
}

/** Without what leads over to an excerpt. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0]?.replace(/:$/, "") ?? message;
}
