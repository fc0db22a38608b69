import type { ModelFacts } from "../model-facts.js";
import type { ModelFinding } from "../verdict.js";

/** What the reader of a format makes of a file. */
export interface FormatReport {
  /** `safetensors`, `onnx`, … */
  readonly format: string;
  readonly findings: readonly ModelFinding[];
  readonly facts: ModelFacts;
}
