import type { GateVerdict } from "../../app/registry/judge-gate.js";
import { displayPath } from "../../core/visible-text.js";

/** `refused: penguins@3 may not be champion; 1 of 4 gates failed`. */
export function gateSummary({ name, version, alias, present, gates, passed }: GateVerdict): string {
  const reference = `${displayPath(name)}@${version}`;
  const now = present === undefined ? "" : present === version ? ", as it is" : `, in place of ${present}`;
  if (gates.length === 0) return `passed: ${reference} may be ${alias}${now}; nothing is demanded of it`;
  const failed = gates.filter((gate) => !gate.passed).length;
  if (!passed) return `refused: ${reference} may not be ${alias}; ${failed} of ${gates.length} gates failed`;
  return `passed: ${reference} may be ${alias}${now}; ${gates.length} of ${gates.length} gates passed`;
}
