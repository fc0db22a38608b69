import type { GateResult } from "../gates.js";
import type { EvalSummary } from "../summary.js";
import { figureText } from "./figure-text.js";

/** @param allowed share of the cases, 0 to 1. */
export function errorsGate({ errored, total }: EvalSummary, allowed: number): GateResult {
  const value = total === 0 ? 0 : errored / total;
  const limit = allowed === 0 ? "none is allowed" : `${figureText("errorRate", allowed)} is allowed`;
  const reason =
    errored === 0 ? "no case ended in an error" : `${errored} of ${total} cases ended in an error; ${limit}`;
  return { name: "errors", passed: value <= allowed, value, threshold: allowed, reason };
}
