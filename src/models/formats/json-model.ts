import { displayPath } from "../../core/visible-text.js";
import { BrokenBytes } from "../broken-bytes.js";
import type { ByteSource } from "../byte-source.js";
import type { ModelFacts } from "../model-facts.js";
import type { ModelFinding } from "../verdict.js";
import { chatTemplateFindings } from "./chat-template.js";
import type { FormatReport } from "./format-report.js";
import { objectOf, parsedJson } from "./json-keys.js";
import { isKerasConfig, kerasFacts, kerasFindings } from "./keras-config.js";

const longest = 1 << 27;

/**
 * A JSON file: what belongs to a model is read by its keys, whatever its name is.
 * @throws {BrokenBytes} if it is not JSON.
 */
export function readJsonModel(source: ByteSource): FormatReport {
  const start = new TextDecoder().decode(source.read(0, 4096));
  if (/^\s*\{\s*"(?:learner|version)"\s*:/.test(start) && source.size > longest)
    return { format: "xgboost-json", findings: [], facts: { framework: "xgboost" } };
  if (source.size > longest) {
    const what = `it is longer than the ${longest} bytes of JSON that mlx reads`;
    return { format: "json", findings: [{ rule: "limit", level: "unknown", what, where: "" }], facts: {} };
  }
  const text = new TextDecoder().decode(source.read(0, source.size));
  // Python writes these words, which JSON does not have.
  const value = parsedJson(text) ?? parsedJson(text.replace(/(?:-?Infinity|NaN)(?=\s*[,\]}])/g, "null"));
  if (value === undefined) throw new BrokenBytes("it is not valid JSON", 0);
  if (isKerasConfig(value))
    return { format: "keras-config", findings: kerasFindings(value, ""), facts: kerasFacts(value) };
  const object = objectOf(value);
  if (Object.hasOwn(object, "learner"))
    return { format: "xgboost-json", findings: [], facts: boosterFacts(object["learner"]) };
  if (typeof object["peft_type"] === "string")
    return { format: "adapter-config", findings: remoteCode(object), facts: adapterFacts(object) };
  const templates = templatesOf(object["chat_template"]);
  if (templates.length > 0) {
    const findings = templates.flatMap((template) => chatTemplateFindings(template, "chat_template"));
    return { format: "tokenizer-config", findings: [...findings, ...remoteCode(object)], facts: {} };
  }
  if (typeof object["model_type"] === "string" || Array.isArray(object["architectures"]))
    return { format: "transformers-config", findings: remoteCode(object), facts: transformersFacts(object) };
  return { format: "json", findings: remoteCode(object), facts: {} };
}

/** One template, or a list of them with names. */
function templatesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const { template } = objectOf(item);
    return typeof template === "string" ? [template] : [];
  });
}

/** Transformers imports the modules of `auto_map` where `trust_remote_code` is set. */
function remoteCode(object: Readonly<Record<string, unknown>>): ModelFinding[] {
  if (Object.keys(objectOf(object["auto_map"])).length === 0) return [];
  const what = "the model needs Python code that comes with it (auto_map, trust_remote_code)";
  return [{ rule: "program", level: "unknown", what, where: "auto_map" }];
}

function adapterFacts(config: Readonly<Record<string, unknown>>): ModelFacts {
  const { base_model_name_or_path: base, r: rank, lora_alpha: alpha, target_modules: targets } = config;
  return {
    framework: "peft",
    ...(typeof base === "string" && { baseModel: displayPath(base) }),
    ...(typeof rank === "number" && {
      lora: {
        rank,
        ...(typeof alpha === "number" && { alpha }),
        ...(Array.isArray(targets) && { targets: targets.map(String) }),
      },
    }),
  };
}

function transformersFacts(config: Readonly<Record<string, unknown>>): ModelFacts {
  const { architectures, model_type: type, quantization_config: quantised } = config;
  const [first] = Array.isArray(architectures) ? architectures : [];
  const method = objectOf(quantised)["quant_method"];
  return {
    framework: "transformers",
    architecture: displayPath(String(first ?? type)),
    ...(typeof method === "string" && { quantisation: displayPath(method) }),
  };
}

function boosterFacts(value: unknown): ModelFacts {
  const learner = objectOf(value);
  const objective = objectOf(learner["objective"])["name"];
  const trees = objectOf(objectOf(objectOf(learner["gradient_booster"])["model"])["gbtree_model_param"])[
    "num_trees"
  ];
  const features = objectOf(learner["learner_model_param"])["num_feature"];
  return {
    framework: "xgboost",
    metadata: {
      ...(typeof objective === "string" && { objective }),
      ...(trees !== undefined && { trees: String(trees) }),
      ...(features !== undefined && { features: String(features) }),
    },
  };
}
