import type { Cursor } from "../cursor.js";
import type { WalkBudget } from "./walk-budget.js";

/** What a walk came to. */
export interface PickleWalk {
  /** Where the bytes go on after it, or what cannot be read begins. */
  readonly end: number;
  /** `stopped` at its STOP, `cut` where the bytes end before, `invalid` where Python would raise an error, `limit` where the walker gives up. */
  readonly outcome: "stopped" | "cut" | "invalid" | "limit";
  readonly problem?: string;
  readonly protocol: number;
  /** How many opcodes were read, those of arrays of objects too. */
  readonly opcodes: number;
  /** Arrays in joblib's way were passed over. */
  readonly arrays: number;
}

export interface WalkOptions {
  /** Read arrays after BUILD as joblib does; plain pickle reads on in their bytes. */
  readonly joblib: boolean;
  /** Give up after so many opcodes. Default: never. */
  readonly mostOpcodes?: number;
  /** What the walk takes it from. The source should be metered by it. */
  readonly budget?: WalkBudget;
  /** Read on with this one, of the same source: many small pickles lie in what it has read. */
  readonly cursor?: Cursor;
}
