/** What the walker knows of a value that Python would have on its stack. It follows names and shapes, and makes no object. */
export type Value =
  | { readonly kind: "other" }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "bytes"; readonly offset: number; readonly length: number }
  | TupleValue
  | { readonly kind: "dict"; readonly entries: Map<string, Value> | undefined }
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

/** Something that was imported. */
export interface GlobalValue {
  readonly kind: "global";
  readonly module: string;
  readonly name: string;
  /** Whether somebody wants to know what it is called with. */
  readonly watched: boolean;
}

/** What a call of a watched import gave back; other objects are not told apart. */
export interface ObjectValue {
  readonly kind: "object";
  readonly of: GlobalValue;
  readonly args: TupleValue;
  /** What BUILD gave it. */
  state?: Value;
}

export const other: Value = { kind: "other" };

/** The numbers of a tuple; undefined if it is none, or has anything else in it. */
export function numbersOf(value: Value | undefined): number[] | undefined {
  if (value?.kind === "int") return [value.value];
  if (value?.kind !== "tuple") return undefined;
  const numbers = value.items.flatMap((item) => (item.kind === "int" ? [item.value] : []));
  return numbers.length === value.items.length ? numbers : undefined;
}
