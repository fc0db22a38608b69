import type { Prompt } from "../../types.js";
import { yamlText } from "../../write-front-matter.js";
import { Conversion } from "../conversion.js";
import { noteLosses } from "../export/export-front-matter.js";
import { plainMessages } from "../export/plain-messages.js";
import type { ExportedPrompt } from "../types.js";

/** The settings that GitHub Models has, by our names. */
const settingNames: Readonly<Record<string, string>> = {
  temperature: "temperature",
  top_p: "topP",
  max_output_tokens: "maxTokens",
};

const hint = "export to dotprompt, prompty or promptfoo, which have conditions and loops";

/**
 * Writes a `.prompt.yml` file of GitHub Models.
 * @throws {MlxError} `MLX_PROMPT_EXPORT`, exit 2, where the template does more than to put values in.
 */
export function exportGithub(prompt: Prompt): ExportedPrompt {
  const conversion = new Conversion();
  const messages = plainMessages(prompt, conversion, hint);
  conversion.check("MLX_PROMPT_EXPORT");
  const { description, model, settings, output } = prompt.frontMatter;
  noteLosses(
    prompt,
    {
      inputs: "GitHub declares no inputs, only {{name}} in its messages",
      tools: "GitHub's prompts have no tools",
      metadata: "GitHub's prompts have no metadata",
    },
    conversion,
  );
  if (messages.some(({ role }) => role === "developer")) {
    const at = prompt.source.locate(prompt.source.bodyStart);
    conversion.drop("the role developer", at, "GitHub has none; it is system there");
  }
  const parameters = new Map<string, unknown>();
  for (const [key, value] of Object.entries(settings)) {
    const name = Object.hasOwn(settingNames, key) ? settingNames[key] : undefined;
    if (name !== undefined) parameters.set(name, value);
    else
      conversion.drop(
        key,
        prompt.source.locateValue(["settings", key]),
        "GitHub knows temperature, topP and maxTokens",
      );
  }
  const text = yamlText(
    new Map<string, unknown>([
      ["name", prompt.name],
      ...(description === undefined ? [] : [["description", description] as const]),
      ...(model === undefined ? [] : [["model", model] as const]),
      ...(parameters.size === 0 ? [] : [["modelParameters", parameters] as const]),
      [
        "messages",
        messages.map(({ role, content }) => ({ role: role === "developer" ? "system" : role, content })),
      ],
      ...outputEntries(prompt.name, output),
    ]),
  );
  return { text, dropped: conversion.dropped };
}

function outputEntries(
  name: string,
  output: Prompt["frontMatter"]["output"],
): (readonly [string, unknown])[] {
  if (output?.schema) {
    const schema = JSON.stringify({ name, schema: output.schema }, null, 2);
    return [["responseFormat", "json_schema"] as const, ["jsonSchema", schema] as const];
  }
  if (output?.format === undefined) return [];
  return [["responseFormat", output.format === "json" ? "json_object" : "text"] as const];
}
