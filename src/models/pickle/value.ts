/** What the walker knows of a value that Python would have on its stack. It follows names and shapes, and makes no object. */
export type Value =
  | { readonly kind: "other" }
  | { readonly kind: "none" }
  | { readonly kind: "instance" }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "bytes"; readonly offset: number; readonly length: number }
  | TupleValue
  | DictValue
  | GlobalValue
  | ObjectValue
  | { readonly kind: "persistent"; readonly id: Value };

/**
 * A value as it lies on the stack and in the memo: itself or, since there may be millions of them and nearly none are
 * ever asked for, a number. A number or a text is the place where its opcode stands; tuples of those, and what has no
 * content, are below 0.
 */
export type Part = Value | number;

/** Makes values of parts. */
export interface PartReader {
  valueOf(part: Part): Value;
}

/** A tuple, whose items are read when somebody asks. */
export class TupleValue {
  readonly kind = "tuple";

  constructor(
    private readonly parts: readonly Part[],
    private readonly reader: PartReader,
  ) {}

  get length(): number {
    return this.parts.length;
  }

  get items(): readonly Value[] {
    return this.parts.map((part) => this.reader.valueOf(part));
  }
}

/** A dictionary. Where its entries are of use, it is the same one wherever it lies. */
export class DictValue {
  readonly kind = "dict";
  #entries: Map<string, Value> | undefined;

  /** @param isKnown whether all of its entries are told. */
  constructor(private isKnown: boolean) {}

  /** By their names; undefined if there are more than are kept, or others than those with names. */
  get entries(): ReadonlyMap<string, Value> | undefined {
    return this.isKnown ? (this.#entries ?? new Map()) : undefined;
  }

  set(key: Value, value: Value): void {
    if (!this.isKnown) return;
    this.#entries ??= new Map();
    if (key.kind === "text") this.#entries.set(key.value, value);
    if (key.kind === "text" && this.#entries.size <= mostEntries) return;
    this.isKnown = false;
    this.#entries = undefined;
  }
}

/** Something that was imported. */
export interface GlobalValue {
  readonly kind: "global";
  readonly module: string;
  readonly name: string;
  /** Whether somebody wants to know what it is called with. */
  readonly watched: boolean;
  /** Whether what a call of it gives surely is no text, and so no name of an import. */
  readonly makesNoText: boolean;
}

/** What a call of a watched import gave back; other objects are not told apart. */
export interface ObjectValue {
  readonly kind: "object";
  readonly of: GlobalValue;
  readonly args: TupleValue;
  /** What BUILD gave it. */
  state?: Value;
}

/** Entries of a dictionary that are kept: enough for the state of an object. */
const mostEntries = 64;

export const other: Value = { kind: "other" };

/** The numbers of a tuple; undefined if it is none, or has anything else in it. */
export function numbersOf(value: Value | undefined): number[] | undefined {
  if (value?.kind === "int") return [value.value];
  if (value?.kind !== "tuple") return undefined;
  const numbers = value.items.flatMap((item) => (item.kind === "int" ? [item.value] : []));
  return numbers.length === value.items.length ? numbers : undefined;
}
