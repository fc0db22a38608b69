import { fairnessMeasures } from "../../stats/scoring/fairness.js";
import type { FairnessGate } from "../gate-spec.js";
import { limitsText, readBy, readGateName, readLimits, type WrittenGate } from "./gate-parts.js";

/** `{fairness: demographic_parity, slice: sex, max: 0.1, by: interval}` */
export function readFairnessGate(gate: WrittenGate): FairnessGate | undefined {
  const { source, mapping, path } = gate;
  const measure = source.fields.choice(mapping.get("fairness"), [...path, "fairness"], fairnessMeasures);
  const slice = mapping.has("slice")
    ? source.fields.text(mapping.get("slice"), [...path, "slice"])
    : source.fields.refuse(
        path,
        "fairness needs a slice",
        "name the slice whose values are the groups: slice: sex",
      );
  const limits = readLimits(gate);
  const by = readBy(gate);
  const name = readGateName(gate);
  if (measure === undefined || slice === undefined || limits === undefined) return undefined;
  return {
    kind: "fairness",
    name: name ?? `${measure} of ${slice}${limitsText(limits)}`,
    measure,
    slice,
    ...limits,
    by,
    at: source.place(path),
  };
}
