import type { ProviderRequest } from "../evals/types.js";
import type { Json } from "../prompts/types.js";
import type { ProviderConfig } from "./provider-config.js";

/** What a script or a program is given beside the prompt: in promptfoo's form. */
export function optionsArgument(config: ProviderConfig): Json {
  const { id, label } = config.spec;
  return { id, label, config: { ...Object.fromEntries(config.values), basePath: config.context.folder } };
}

/** What a script is told of the case: in promptfoo's form. */
export function contextArgument({ vars, text, settings, case: own }: ProviderRequest): Json {
  return {
    vars: Object.fromEntries(vars),
    prompt: { raw: text, label: text, ...(Object.keys(settings).length > 0 && { config: settings }) },
    ...(own && { repeatIndex: own.repeat }),
  };
}
