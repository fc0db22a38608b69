import type { GateVerdict } from "../../app/registry/judge-gate.js";
import type { Finding } from "../../core/finding.js";

/** Each gate that failed, where it is written. */
export function gateFindings({ gates, file, name, version, alias }: GateVerdict): Finding[] {
  return gates
    .filter(({ passed }) => !passed)
    .map(({ gate, reason, hint, at }) => ({
      ...(at ?? { file, line: 1, column: 1 }),
      ...{ rule: gate, severity: "error" },
      message: `${name}@${version} may not be ${alias}: ${reason}`,
      ...(hint !== undefined && { hint }),
    }));
}
