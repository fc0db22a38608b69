import { formatCount } from "../../core/format-bytes.js";
import type { ModelDetails, ModelHeader } from "./model-details.js";

/** What the header of a version's main file says, and how the scan of its files went, as texts by what they are of. */
export function modelFactTexts({ format, facts = {}, scan }: ModelDetails): Record<string, string> {
  const { tensors, parameters, dtypes, opsets, inputs, outputs, lora, ...plain } = facts;
  const { framework, architecture, quantisation, producer } = plain;
  return {
    format,
    ...(framework !== undefined && { framework }),
    ...(architecture !== undefined && { architecture }),
    ...(quantisation !== undefined && { quantisation }),
    ...(parameters !== undefined && { "parameters of the model": formatCount(parameters) }),
    ...(tensors !== undefined && { tensors: formatCount(tensors) }),
    ...(dtypes && { types: counted(dtypes) }),
    ...(opsets && { opsets: counted(opsets) }),
    ...(inputs && { inputs: inputs.join(", ") }),
    ...(outputs && { outputs: outputs.join(", ") }),
    ...(lora && { lora: loraText(lora) }),
    ...(producer !== undefined && { producer }),
    scan: [scan.verdict, ...(scan.rules.length === 0 ? [] : [scan.rules.join(", ")])].join(": "),
  };
}

/** `ai.onnx 17, ai.onnx.ml 3`, by name. */
export function counted(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name === "" ? "ai.onnx" : name} ${formatCount(count)}`)
    .join(", ");
}

/** `rank 8, alpha 16, targets q_proj, v_proj`. */
export function loraText({ rank, alpha, targets = [] }: NonNullable<ModelHeader["lora"]>): string {
  return [
    `rank ${rank}`,
    ...(alpha === undefined ? [] : [`alpha ${alpha}`]),
    ...(targets.length === 0 ? [] : [`targets ${targets.join(", ")}`]),
  ].join(", ");
}
