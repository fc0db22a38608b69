import type { Json, ModelSettings } from "../../types.js";

/** Our settings under other names; those that `names` lacks keep theirs. */
export function renamedSettings(
  settings: ModelSettings,
  names: Readonly<Record<string, string>>,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      Object.hasOwn(names, key) ? (names[key] ?? key) : key,
      value,
    ]),
  );
}

/** As dotprompt and Prompty call them. */
export const camelCaseNames: Readonly<Record<string, string>> = {
  top_p: "topP",
  top_k: "topK",
  max_output_tokens: "maxOutputTokens",
  stop: "stopSequences",
  frequency_penalty: "frequencyPenalty",
  presence_penalty: "presencePenalty",
  reasoning_effort: "reasoningEffort",
};

/** `stop` as a list, where a format wants one. */
export function withStopList(settings: ModelSettings): ModelSettings {
  const stop = settings["stop"];
  return typeof stop === "string" ? { ...settings, stop: [stop] } : settings;
}
