import type { GateVerdict } from "../../app/registry/judge-gate.js";
import type { Finding } from "../../core/finding.js";
import { displayPath } from "../../core/visible-text.js";

/** Each gate that failed, where it is written. */
export function gateFindings({ gates, file, name, version, alias }: GateVerdict): Finding[] {
  return gates
    .filter(({ passed }) => !passed)
    .map(({ gate, reason, hint, at }) => ({
      ...(at ?? { file, line: 1, column: 1 }),
      ...{ rule: displayPath(gate), severity: "error" },
      message: displayPath(`${name}@${version} may not be ${alias}: ${reason}`),
      ...(hint !== undefined && { hint }),
    }));
}
