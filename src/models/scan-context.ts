import type { ByteSource } from "./byte-source.js";
import type { FormatReport } from "./formats/format-report.js";
import type { PickleBudget } from "./pickle/walk-budget.js";
import type { Unpack } from "./unpack.js";
import type { ModelFinding } from "./verdict.js";

/** Archives in archives deeper than this are not opened. */
export const deepest = 8;

/** What the whole scan of one file may still unpack: a small file can stand for more bytes than a disk holds. */
export class UnpackBudget {
  constructor(
    /** Bytes. */
    public left: number,
    /** Entries of archives. */
    public entries = 200_000,
  ) {}

  /** Twenty times the file, and never less than 256 MiB. */
  static forFile(size: number): UnpackBudget {
    return new UnpackBudget(Math.max(256 * 1024 * 1024, 20 * size));
  }
}

/** Lets others have their turn. */
export type Pause = () => Promise<void>;

/** What the scan of a file hands down to the scans of what lies inside. */
export interface ScanContext {
  readonly unpack: Unpack;
  readonly budget: UnpackBudget;
  /** What walks through its pickles may still take. */
  readonly pickles: PickleBudget;
  /** Called now and then by what takes long; it may throw, to end the scan. */
  readonly pause: Pause;
  /** How many archives are around it. */
  readonly depth: number;
  /** Scans something that lies inside. */
  readonly scan: (name: string, source: ByteSource, context: ScanContext) => Promise<FormatReport>;
}

/** What scanning pickles takes of it. */
export type PickleContext = Pick<ScanContext, "pickles" | "pause">;

/** A finding about a limit of the scan. */
export function limitFinding(what: string, where = ""): ModelFinding {
  return { rule: "limit", level: "unknown", what, where };
}
