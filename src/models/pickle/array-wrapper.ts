import { BrokenBytes } from "../broken-bytes.js";
import type { Cursor } from "../cursor.js";
import { type GlobalValue, numbersOf, type ObjectValue, type Value } from "./value.js";

type ImportedName = Pick<GlobalValue, "module" | "name">;

/** An array whose bytes stand in the file right after the opcode that describes it. */
export interface InlineArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes of one item; undefined where the items are objects and a pickle follows. */
  readonly itemSize: number | undefined;
  /** A byte with the number of filling bytes, and these, come first. */
  readonly aligned: boolean;
}

/** What joblib gives its wrapper; anything else might change how it reads. */
const wrapperEntries = new Set([
  ...["subclass", "shape", "order", "dtype", "allow_mmap", "numpy_array_alignment_bytes"],
]);

/**
 * The array that joblib reads after it has built this object.
 * @returns undefined if the object is no `NumpyArrayWrapper`. @throws {BrokenBytes} if the length of the array cannot be told.
 * @see joblib/numpy_pickle.py, NumpyArrayWrapper.read_array
 */
export function arrayAfter({ of, state }: ObjectValue): InlineArray | undefined {
  if (!isArrayWrapper(of)) return undefined;
  const entries = state?.kind === "dict" ? state.entries : undefined;
  const shape = numbersOf(entries?.get("shape"));
  const dtype = dtypeOf(entries?.get("dtype"));
  const alignment = entries?.get("numpy_array_alignment_bytes")?.kind ?? "none";
  const isUsual =
    [...(entries?.keys() ?? [])].every((name) => wrapperEntries.has(name)) &&
    (alignment === "int" || alignment === "none");
  if (shape === undefined || dtype === undefined || !isUsual || shape.some((length) => length < 0))
    throw new BrokenBytes("an array follows whose length cannot be told", 0);
  return { ...dtype, shape, aligned: alignment === "int" };
}

/** Whether objects of this class tell how long an array is: joblib's wrapper, and the type of the numbers in it. */
export function describesArrays(of: ImportedName): boolean {
  return isArrayWrapper(of) || isType(of);
}

export function isArrayWrapper({ module, name }: ImportedName): boolean {
  return /(?:^|\.)joblib\.numpy_pickle\.NumpyArrayWrapper$/.test(`${module}.${name}`);
}

function isType({ module, name }: ImportedName): boolean {
  return module === "numpy" && name === "dtype";
}

/** Goes on behind the array. @param readPickle reads the pickle that begins at a place, and moves the cursor behind it. */
export function skipArray(array: InlineArray, cursor: Cursor, readPickle: (start: number) => void): void {
  if (array.itemSize === undefined) {
    readPickle(cursor.position);
    return;
  }
  if (array.aligned) cursor.skip(cursor.u8());
  cursor.skip(array.shape.reduce((product, length) => product * length, array.itemSize));
}

/** @see arraydescr_setstate in numpy/core/src/multiarray/descriptor.c */
function dtypeOf(value: Value | undefined): Pick<InlineArray, "dtype" | "itemSize"> | undefined {
  if (value?.kind !== "object" || !isType(value.of)) return undefined;
  const [name] = value.args.items;
  if (name?.kind !== "text") return undefined;
  const [, type = "", digits = ""] = /^[<>=|]?([?biufcOSUVmM])(\d*)$/.exec(name.value) ?? [];
  const state = stateOf(value);
  if (type === "" || state === undefined) return undefined;
  const dtype = name.value;
  if (type === "O" || state.holdsObjects) return { dtype, itemSize: undefined };
  if ("SUV".includes(type) && state.itemSize !== undefined)
    return state.itemSize < 0 ? undefined : { dtype, itemSize: state.itemSize };
  if (digits === "") return type === "?" ? { dtype: "b1", itemSize: 1 } : undefined;
  return { dtype, itemSize: Number(digits) * (type === "U" ? 4 : 1) };
}

/** What NumPy takes out of the state of a type, in the form that it has had since 2008; undefined for any other. */
function stateOf({ state }: ObjectValue): { holdsObjects: boolean; itemSize?: number } | undefined {
  if (state === undefined) return { holdsObjects: false };
  if (state.kind !== "tuple" || (state.length !== 8 && state.length !== 9)) return undefined;
  const [itemSize, , flags] = state.items.slice(5);
  if (itemSize?.kind !== "int" || flags?.kind !== "int") return undefined;
  return { holdsObjects: (flags.value & 1) === 1, itemSize: itemSize.value };
}
