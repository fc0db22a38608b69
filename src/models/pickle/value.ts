import type { ByteSource } from "../byte-source.js";

/** What the walker knows of a value that Python would have on its stack. It follows names and shapes, and makes no object. */
export type Value =
  | { readonly kind: "other" }
  | { readonly kind: "int"; readonly value: number }
  | TextValue
  | { readonly kind: "bytes"; readonly offset: number; readonly length: number }
  | { readonly kind: "tuple"; readonly items: readonly Value[] }
  | { readonly kind: "dict"; readonly entries: Map<string, Value> | undefined }
  | GlobalValue
  | ObjectValue
  | { readonly kind: "persistent"; readonly id: Value };

/** A text, read when somebody asks: most never are. */
export class TextValue {
  readonly kind = "text";
  #value: string | undefined;

  constructor(
    private readonly source: ByteSource | string,
    private readonly offset = 0,
    private readonly length = 0,
  ) {}

  get value(): string {
    if (typeof this.source === "string") return this.source;
    this.#value ??= new TextDecoder().decode(this.source.read(this.offset, this.length));
    return this.#value;
  }
}

/** Something that was imported. */
export interface GlobalValue {
  readonly kind: "global";
  readonly module: string;
  readonly name: string;
}

/** What a call gave back. */
export interface ObjectValue {
  readonly kind: "object";
  readonly of: Value;
  readonly args: readonly Value[];
  /** What BUILD gave it. */
  state?: Value;
}

export const other: Value = { kind: "other" };

/** Whether a value is an import of this name, from any of the modules. */
export function isGlobal(value: Value | undefined, modules: RegExp, name: RegExp): boolean {
  return value?.kind === "global" && modules.test(value.module) && name.test(value.name);
}

/** The numbers of a tuple; undefined if it is none, or has anything else in it. */
export function numbersOf(value: Value | undefined): number[] | undefined {
  if (value?.kind === "int") return [value.value];
  if (value?.kind !== "tuple") return undefined;
  const numbers = value.items.flatMap((item) => (item.kind === "int" ? [item.value] : []));
  return numbers.length === value.items.length ? numbers : undefined;
}
