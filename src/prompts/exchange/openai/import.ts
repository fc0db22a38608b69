import type { TextSource } from "../../source.js";
import { Conversion } from "../conversion.js";
import { finishImport } from "../finish-import.js";
import { importSettings } from "../import-settings.js";
import { importOpenAiTools, importResponseFormat } from "../import-tools.js";
import { child, type Located, type LocatedEntry, textOf } from "../located.js";
import { messagePieces, readMessages } from "../message-pieces.js";
import { readJson } from "../read-located.js";
import { piecesText } from "../template-pieces.js";
import type { ImportedPrompt } from "../types.js";

/** What a request has beside the prompt: whatever says how it is carried out, not what is asked. */
const requestKeys = new Set([
  ...["n", "stream", "stream_options", "tool_choice", "parallel_tool_calls", "user", "store", "logprobs"],
  ...["top_logprobs", "logit_bias", "service_tier", "safety_identifier", "prompt_cache_key", "functions"],
  ...["function_call", "modalities", "audio", "prediction"],
]);
const handled = new Set(["model", "messages", "tools", "response_format", "metadata"]);

/**
 * Reads messages as OpenAI's chat interface takes them: a list of `{role, content}`, or a request that has one. `{{name}}` in
 * a text stands for a value, all else for itself.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2, with every place that has no faithful equivalent.
 */
export function importOpenai(source: TextSource): ImportedPrompt {
  const conversion = new Conversion();
  const file = readJson(source);
  const list = child(file, "messages") ?? file;
  if (list.items.length === 0) {
    conversion.refuse(
      "the file has no messages",
      list.at,
      "it is to be a list of {role, content}, or have one as messages",
    );
  }
  const settings = file.entries.filter((entry) => isSetting(entry, conversion));
  const model = textOf(child(file, "model"));
  return finishImport(conversion, {
    fields: {
      ...(model !== undefined && { model }),
      settings: importSettings(settings, conversion),
      output: importResponseFormat(child(file, "response_format"), conversion),
      tools: importOpenAiTools(child(file, "tools"), conversion),
      metadata: metadataOf(child(file, "metadata")),
    },
    inputs: [],
    body: piecesText(messagePieces(readMessages(list, conversion), conversion)),
  });
}

function isSetting({ key, keyAt }: LocatedEntry, conversion: Conversion): boolean {
  if (requestKeys.has(key)) conversion.drop(key, keyAt, "it belongs to a request, not to the prompt");
  return !handled.has(key) && !requestKeys.has(key);
}

function metadataOf(node: Located | undefined): Record<string, Located["value"]> {
  return Object.fromEntries((node?.entries ?? []).map(({ key, node: inner }) => [key, inner.value]));
}
