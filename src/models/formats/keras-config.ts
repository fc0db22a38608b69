import { displayPath } from "../../core/visible-text.js";
import { FindingList } from "../finding-list.js";
import type { ModelFacts } from "../model-facts.js";
import { judgeImport } from "../pickle/judge-import.js";
import type { ModelFinding } from "../verdict.js";
import { objectOf } from "./json-keys.js";

const mostNodes = 2_000_000;
const ownModules = /^(?:keras|tf_keras|tensorflow|keras_hub|keras_nlp|keras_cv)(?:\.|$)/;
/** Modules of Keras whose functions a configuration may name. */
const functionModules =
  /^(?:tf_)?keras(?:\.src)?\.(?:activations|losses|metrics|initializers|regularizers|constraints|ops|optimizers)\b/;
/** Layers that read a file when they are made, and the setting that names it. @see CVE-2025-12058 */
const readers = /^(?:StringLookup|IntegerLookup|TextVectorization|IndexLookup)$/;

/** Whether a JSON object is the configuration of a model of Keras. */
export function isKerasConfig(value: unknown): boolean {
  const { class_name: name, config, module } = objectOf(value);
  return typeof name === "string" && (config !== undefined || module !== undefined);
}

export function kerasFacts(value: unknown): ModelFacts {
  const { class_name: name, config } = objectOf(value);
  return {
    framework: "keras",
    ...(typeof name === "string" && { architecture: displayPath(name) }),
    ...(Array.isArray(objectOf(config)["layers"]) && {
      metadata: { layers: String(layersOf(config).length) },
    }),
  };
}

function layersOf(config: unknown): readonly unknown[] {
  const { layers } = objectOf(config);
  return Array.isArray(layers) ? layers : [];
}

/** What a model of Keras would run or read when it is loaded from this configuration. */
export function kerasFindings(config: unknown, where: string): ModelFinding[] {
  const found = new FindingList();
  const add = (rule: ModelFinding["rule"], level: ModelFinding["level"], what: string): void => {
    found.add({ rule, level, what, where });
  };
  const pending: unknown[] = [config];
  let seen = 0;
  while (pending.length > 0) {
    const node = pending.pop();
    if (++seen > mostNodes) {
      add("limit", "unknown", "the configuration has more parts than mlx reads");
      break;
    }
    if (Array.isArray(node)) for (const item of node) pending.push(item);
    else if (typeof node === "object" && node !== null) {
      judgeNode(objectOf(node), add);
      for (const item of Object.values(node)) pending.push(item);
    }
  }
  return found.all;
}

type Add = (rule: ModelFinding["rule"], level: ModelFinding["level"], what: string) => void;

function judgeNode(node: Readonly<Record<string, unknown>>, add: Add): void {
  const { class_name: className, module, config } = node;
  if (typeof className !== "string") return;
  const settings = objectOf(config);
  const label = typeof settings["name"] === "string" ? ` ${displayPath(settings["name"]).slice(0, 80)}` : "";
  const shown = displayPath(className).slice(0, 80);
  if (className === "Lambda") judgeLambda(settings["function"], label, add);
  if (className === "__lambda__")
    add("code-in-model", "suspicious", "it holds the compiled code of a lambda");
  if (className === "TFSMLayer")
    add(
      "external-file",
      "unknown",
      `the layer${label} loads another model, ${shortText(settings["filepath"])}`,
    );
  if (readers.test(className) && typeof settings["vocabulary"] === "string")
    add(
      "external-file",
      "suspicious",
      `the layer${label} reads the file ${shortText(settings["vocabulary"])}`,
    );
  if (typeof module !== "string") return;
  const name = className === "function" && typeof config === "string" ? config : className;
  const isOwn = className === "function" ? functionModules.test(module) : ownModules.test(module);
  if (isOwn || (module === "builtins" && className !== "function" && !judgeImport(module, name))) return;
  const judged = judgeImport(module, name);
  if (judged)
    add(
      judged.rule,
      judged.level,
      `${judged.what}: Keras imports it for ${className === "function" ? "a function" : `the layer ${shown}`}`,
    );
}

function judgeLambda(code: unknown, label: string, add: Add): void {
  if (typeof code === "string")
    add(
      "code-in-model",
      "unknown",
      `the Lambda layer${label} calls the function ${shortText(code)}, which is not in the file`,
    );
  else add("code-in-model", "suspicious", `the Lambda layer${label} runs compiled code that is in the file`);
}

function shortText(value: unknown): string {
  return JSON.stringify(displayPath(String(value)).slice(0, 120));
}
