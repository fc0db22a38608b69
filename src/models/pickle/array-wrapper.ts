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
  if (shape === undefined || dtype === undefined || shape.some((length) => length < 0))
    throw new BrokenBytes("an array follows whose length cannot be told", 0);
  return { ...dtype, shape, aligned: entries?.get("numpy_array_alignment_bytes")?.kind === "int" };
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

function dtypeOf(value: Value | undefined): Pick<InlineArray, "dtype" | "itemSize"> | undefined {
  if (value?.kind !== "object" || !isType(value.of)) return undefined;
  const [name] = value.args.items;
  if (name?.kind !== "text") return undefined;
  const [, type = "", digits = ""] = /^[<>=|]?([?biufcOSUVmM])(\d*)$/.exec(name.value) ?? [];
  const state = value.state?.kind === "tuple" ? value.state.items : [];
  const [size, flags] = [state[5], state[7]];
  if (type === "") return undefined;
  if (type === "O" || (flags?.kind === "int" && (flags.value & 1) === 1))
    return { dtype: name.value, itemSize: undefined };
  if (type === "V" && size?.kind === "int" && size.value >= 0)
    return { dtype: name.value, itemSize: size.value };
  if (digits === "") return type === "?" ? { dtype: "b1", itemSize: 1 } : undefined;
  return { dtype: name.value, itemSize: Number(digits) * (type === "U" ? 4 : 1) };
}
