import type { Json, Message, Prompt } from "../../types.js";
import { Conversion } from "../conversion.js";
import { noteLosses } from "../export/export-front-matter.js";
import { renamedSettings } from "../export/export-settings.js";
import { plainMessages } from "../export/plain-messages.js";
import type { ExportedPrompt } from "../types.js";

const hint = "give the values with --var or --vars, so that the prompt is rendered";

/**
 * Writes a request of OpenAI's chat interface.
 * @param rendered the messages with their values filled in; absent: `{{name}}` stands where a value goes.
 * @throws {MlxError} `MLX_PROMPT_EXPORT`, exit 2, where the template does more than to put values in.
 */
export function exportOpenai(prompt: Prompt, rendered?: readonly Message[]): ExportedPrompt {
  const conversion = new Conversion();
  const messages = rendered ?? plainMessages(prompt, conversion, hint);
  conversion.check("MLX_PROMPT_EXPORT");
  const { model, settings, tools, output } = prompt.frontMatter;
  noteLosses(
    prompt,
    {
      name: "a request has no name",
      description: "a request has no description",
      inputs: rendered ? "their values are filled in" : "a request has no inputs, only {{name}} in its texts",
      metadata: "a request's metadata is for its answer",
    },
    conversion,
  );
  const request = {
    ...(model !== undefined && { model }),
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...renamedSettings(settings, { max_output_tokens: "max_completion_tokens" }),
    ...(tools.length > 0 && { tools: tools.map((tool) => ({ type: "function", function: { ...tool } })) }),
    ...responseFormat(prompt.name, output),
  };
  return { text: `${JSON.stringify(request, null, 2)}\n`, dropped: conversion.dropped };
}

function responseFormat(name: string, output: Prompt["frontMatter"]["output"]): Record<string, Json> {
  if (output?.schema) {
    const json_schema = { name: name.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64), schema: output.schema };
    return { response_format: { type: "json_schema", json_schema } };
  }
  if (output?.format === undefined) return {};
  return { response_format: { type: output.format === "json" ? "json_object" : "text" } };
}
