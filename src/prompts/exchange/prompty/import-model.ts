import type { Json } from "../../types.js";
import type { Conversion } from "../conversion.js";
import { importSettings } from "../import-settings.js";
import { importOpenAiTools, importResponseFormat } from "../import-tools.js";
import { child, type Located, type LocatedEntry, textOf } from "../located.js";

interface ImportedModel {
  readonly model: string | undefined;
  readonly settings: Record<string, Json>;
  readonly tools: readonly Json[];
  readonly output: Record<string, Json>;
}

/** Where the two versions name the model: `id`, or in the connection. */
const modelKeys = ["id", "name", "model", "azure_deployment"];
/** Parameters that are no settings, and where they go. */
const otherParameters = new Set([
  "tools",
  "tool_choice",
  "response_format",
  "n",
  "stream",
  "additionalProperties",
]);

/** Reads `model`: of version 2 `id`, `provider`, `options`; of version 1 `configuration`, `parameters`. */
export function importModel(model: Located | undefined, conversion: Conversion): ImportedModel {
  const shorthand = textOf(model);
  if (shorthand !== undefined) return { model: shorthand, settings: {}, tools: [], output: {} };
  const connection = child(model, "connection") ?? child(model, "configuration");
  const id = modelKeys
    .map((key) => textOf(child(model, key)) ?? textOf(child(connection, key)))
    .find((name) => name !== undefined);
  const provider = textOf(child(model, "provider"));
  const options = [child(model, "options"), child(model, "parameters")].flatMap(
    (node) => node?.entries ?? [],
  );
  const further = options.find(({ key }) => key === "additionalProperties")?.node.entries ?? [];
  const parameters = [...options, ...further];
  const of = (key: string) => parameters.find((entry) => entry.key === key)?.node;
  for (const { key, keyAt } of parameters) {
    if (["tool_choice", "n", "stream"].includes(key))
      conversion.drop(key, keyAt, "it belongs to a request, not to the prompt");
  }
  noteRest(model, conversion);
  return {
    model: id !== undefined && provider !== undefined && !id.includes("/") ? `${provider}/${id}` : id,
    settings: importSettings(
      parameters.filter(({ key }) => !otherParameters.has(key)),
      conversion,
    ),
    tools: importOpenAiTools(of("tools"), conversion),
    output: importResponseFormat(of("response_format"), conversion),
  };
}

const handled = new Set([...modelKeys, "provider", "options", "parameters", "connection", "configuration"]);

function noteRest(model: Located | undefined, conversion: Conversion): void {
  const chat = (entry: LocatedEntry) =>
    (entry.key === "api" || entry.key === "apiType") && entry.node.value === "chat";
  for (const entry of model?.entries ?? []) {
    const { key, keyAt, node } = entry;
    const connection = key === "connection" || key === "configuration";
    const more = connection && node.entries.some((inner) => !modelKeys.includes(inner.key));
    if (more) conversion.drop(`model.${key}`, keyAt, "how a provider is reached is not the prompt's");
    else if (!handled.has(key) && !chat(entry)) {
      conversion.drop(`model.${key}`, keyAt, "how the model is called is not the prompt's");
    }
  }
}
