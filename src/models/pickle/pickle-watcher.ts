import type { GlobalValue, TupleValue } from "./value.js";

/** Told what unpickling would do, in the order in which it would. */
export interface PickleWatcher {
  /** @returns whether to tell of its calls. */
  imported(module: string, name: string, at: number): boolean;
  /** Something other than an import that is worth a finding. */
  noticed(
    rule: "hidden-name" | "odd-pickle",
    level: "suspicious" | "unknown",
    what: string,
    at: number,
  ): void;
  called(of: GlobalValue, args: TupleValue, at: number): void;
  /** An array that stands in the file between opcodes, as joblib writes it. */
  array(dtype: string, shape: readonly number[]): void;
}
