import type { Json } from "../../prompts/types.js";
import { callSettings } from "../chat/call-settings.js";
import { askForAnswer } from "../chat/chat-caller.js";
import { chatMessages } from "../chat/chat-messages.js";
import { settingsOf, takeSetting } from "../chat/model-settings.js";
import { responsesTool } from "../chat/tool-spec.js";
import { at, textAt } from "../json-access.js";
import { neededModel } from "../model-choice.js";
import type { OpenAiCalls, OpenAiParts } from "./openai-calls.js";
import { ResponsesCollector } from "./responses-collector.js";

/** The Responses. @see https://platform.openai.com/docs/api-reference/responses/create */
export function responsesCalls({ config, endpoint, price, model: choice }: OpenAiParts): OpenAiCalls {
  const { settings, passthrough, stream, mostCostUsd } = callSettings(config, price, choice);
  return {
    mostCostUsd,
    async call(request, options) {
      const model = neededModel(choice, request);
      const own = settingsOf(request, settings);
      const tools = takeSetting(own, "tools") ?? request.tools;
      const effort = takeSetting(own, "reasoning_effort");
      const format = textFormat(takeSetting(own, "response_format"), request.outputSchema);
      const body = {
        model,
        input: [...chatMessages(request)],
        ...(effort !== undefined && { reasoning: { effort } }),
        ...(format !== undefined && { text: { format } }),
        ...Object.fromEntries(own),
        ...(Array.isArray(tools) && tools.length > 0 && { tools: tools.map(responsesTool) }),
        ...(stream && { stream }),
        ...passthrough,
      };
      const structured = textAt(body, "text", "format", "type") === "json_schema";
      const collector = new ResponsesCollector(structured);
      return askForAnswer(endpoint.for("responses", model), body, options, collector, { price, model });
    },
  };
}

/** What chat completions nest in `json_schema` stands beside the type here. */
function textFormat(format: Json | undefined, schema: Json | undefined): Json | undefined {
  const nested = at(format, "json_schema");
  if (typeof nested === "object" && nested !== null) return { type: "json_schema", ...nested };
  if (format !== undefined) return format;
  return schema === undefined ? undefined : { type: "json_schema", name: "answer", schema, strict: false };
}
