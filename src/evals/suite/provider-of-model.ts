import { readModelName } from "../../prompts/models/read-model-name.js";

/** Who serves what stands before a model's name, such as `azure/`. */
const services: ReadonlyMap<string, string> = new Map([
  ["openai", "openai"],
  ["anthropic", "anthropic"],
  ["google", "google"],
  ["gemini", "google"],
  ["vertex", "vertex"],
  ["vertexai", "vertex"],
  ["vertex_ai", "vertex"],
  ["azure", "azure"],
  ["azureopenai", "azure"],
  ["bedrock", "bedrock"],
  ["ollama", "ollama"],
  ["openrouter", "openrouter"],
]);

/** The makers of models whose names say whose they are. */
const families: readonly (readonly [name: RegExp, service: string])[] = [
  [/^(?:gpt-|chatgpt-|o\d)/, "openai"],
  [/^claude-/, "anthropic"],
  [/^gemini-/, "google"],
];

/** The provider of a prompt's model: `openai:gpt-5.4-mini` for `gpt-5.4-mini` and for `openai/gpt-5.4-mini`. */
export function providerIdOf(model: string): string | undefined {
  const { prefix, candidates, tuned } = readModelName(model);
  const [name] = candidates;
  const first = prefix.toLowerCase().split(/[/:]/)[0] ?? "";
  const service = prefix === "" ? familyOf(tuned ? model : name) : services.get(first);
  return service === undefined
    ? undefined
    : `${service}:${model.trim().slice(first === "" ? 0 : first.length + 1)}`;
}

function familyOf(name: string): string | undefined {
  return families.find(([pattern]) => pattern.test(name.replace(/^ft:/, "")))?.[1];
}
