import type { JudgeGate } from "../gate-spec.js";
import { readGateName, type WrittenGate } from "./gate-parts.js";

/** `{judge: {kappa: 0.6, grader: tone}}` */
export function readJudgeGate(gate: WrittenGate): JudgeGate | undefined {
  const { source, mapping, path } = gate;
  const at = [...path, "judge"];
  const name = readGateName(gate);
  const inner = source.fields.fields(mapping.get("judge"), at, ["kappa", "grader"]);
  if (inner === undefined) return undefined;
  const kappa = source.fields.number(inner.get("kappa"), [...at, "kappa"], { min: -1, max: 1 });
  const grader = inner.has("grader") ? source.fields.text(inner.get("grader"), [...at, "grader"]) : undefined;
  if (kappa === undefined || (inner.has("grader") && grader === undefined)) return undefined;
  return {
    kind: "judge",
    name: name ?? `judge κ ≥ ${kappa}${grader === undefined ? "" : ` (${grader})`}`,
    kappa,
    ...(grader !== undefined && { grader }),
    at: source.place(path),
  };
}
