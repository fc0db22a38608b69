import type { SourceLocation } from "../../core/errors.js";
import type { GateOutcome } from "../types.js";

/** The verdict of a gate, with what a person or a script needs to go on; events keep the `GateOutcome` of it alone. */
export interface JudgedGate extends GateOutcome {
  /** The figure that was held against `threshold`, where there is one. */
  readonly value?: number;
  readonly threshold?: number;
  /** Of a gate that failed: the next command, or what to do. */
  readonly hint?: string;
  /** Where the gate is written. */
  readonly at?: SourceLocation;
}

/** As an event keeps it. */
export function outcomeOf({ gate, passed, reason, evidence }: JudgedGate): GateOutcome {
  return { gate, passed, reason, ...(evidence && { evidence }) };
}
