import { type CallOptions, ProviderFault } from "../../evals/provider.js";
import type { ProviderAnswer, ProviderRequest } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import { callSettings } from "../chat/call-settings.js";
import { askForAnswer } from "../chat/chat-caller.js";
import { chatMessages } from "../chat/chat-messages.js";
import { settingsOf, takeSetting } from "../chat/model-settings.js";
import { openaiTool } from "../chat/tool-spec.js";
import { textAt } from "../json-access.js";
import { neededModel } from "../model-choice.js";
import { ChatCollector } from "./chat-collector.js";
import { type OpenAiCalls, type OpenAiParts, thinks } from "./openai-calls.js";

/**
 * Chat completions by plain HTTP: the official client takes twice the processor time a call and 70 ms to load, reads the
 * environment by itself, and compatible servers stray from its types. It is the tests' measure of the test server.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export function chatCalls(parts: OpenAiParts): OpenAiCalls {
  const { config, price, model: choice } = parts;
  const { settings, passthrough, stream, mostCostUsd } = callSettings(config, price, choice);
  return {
    mostCostUsd,
    async call(request: ProviderRequest, options: CallOptions): Promise<ProviderAnswer> {
      const model = neededModel(choice, request);
      const body = {
        ...chatBody(request, model, settings, parts),
        ...(stream && {
          stream,
          ...(!parts.service.plainStream && { stream_options: { include_usage: true } }),
        }),
        ...passthrough,
      };
      const structured = textAt(body, "response_format", "type") === "json_schema";
      const endpoint = parts.endpoint.for("chat/completions", model);
      try {
        return await askForAnswer(endpoint, body, options, new ChatCollector(structured), { price, model });
      } catch (error) {
        const refused = refusedByFilter(error);
        if (refused) return refused;
        throw error;
      }
    },
  };
}

function chatBody(
  request: ProviderRequest,
  model: string,
  config: ReadonlyMap<string, Json>,
  { service, endpoint }: OpenAiParts,
): Record<string, Json> {
  const settings = settingsOf(request, config);
  const limit = takeSetting(settings, "max_output_tokens");
  const limitName =
    thinks(model) || (endpoint.usual && service.priced === "openai/")
      ? "max_completion_tokens"
      : "max_tokens";
  const tools = takeSetting(settings, "tools") ?? request.tools;
  const format = takeSetting(settings, "response_format") ?? schemaFormat(request.outputSchema);
  const rest = [...settings].map(([name, value]) => [service.renamed?.[name] ?? name, value] as const);
  return {
    model,
    messages: spoken(request, service.priced !== "openai/" && service.priced !== "azure/"),
    ...Object.fromEntries(rest),
    ...(limit !== undefined && { [limitName]: limit }),
    ...(Array.isArray(tools) && tools.length > 0 && { tools: tools.map(openaiTool) }),
    ...(format !== undefined && { response_format: format }),
  };
}

/** Only OpenAI's models know a developer. */
function spoken(request: ProviderRequest, elsewhere: boolean): Json[] {
  const messages = chatMessages(request);
  if (!elsewhere) return [...messages];
  return messages.map((message) => (message.role === "developer" ? { ...message, role: "system" } : message));
}

function schemaFormat(schema: Json | undefined): Json | undefined {
  return schema === undefined ? undefined : { type: "json_schema", json_schema: { name: "answer", schema } };
}

/** Azure refuses a prompt with a status of 400: to a test that is an answer, and a guardrail that held. */
function refusedByFilter(error: unknown): ProviderAnswer | undefined {
  if (!(error instanceof ProviderFault) || error.details.status !== 400) return undefined;
  if (!/content management policy|content_filter/.test(error.message)) return undefined;
  return {
    output: error.message.replace(/^answered 400: /, ""),
    finishReason: "content_filter",
    guardrails: { flagged: true },
    latencyMs: 0,
    cached: false,
  };
}
