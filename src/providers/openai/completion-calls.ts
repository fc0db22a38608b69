import { callSettings } from "../chat/call-settings.js";
import { askForAnswer } from "../chat/chat-caller.js";
import { settingsOf, takeSetting } from "../chat/model-settings.js";
import { neededModel } from "../model-choice.js";
import { ChatCollector } from "./chat-collector.js";
import type { OpenAiCalls, OpenAiParts } from "./openai-calls.js";

/** The older completions: a text goes in, what follows it comes out. */
export function completionCalls({
  config,
  service,
  endpoint,
  price,
  model: choice,
}: OpenAiParts): OpenAiCalls {
  const { settings, passthrough, stream, mostCostUsd } = callSettings(config, price, choice);
  return {
    mostCostUsd,
    async call(request, options) {
      const model = neededModel(choice, request);
      const own = settingsOf(request, settings);
      const limit = takeSetting(own, "max_output_tokens");
      const body = {
        model,
        prompt: request.text,
        ...Object.fromEntries(own),
        ...(limit !== undefined && { max_tokens: limit }),
        ...(stream && { stream, ...(!service.plainStream && { stream_options: { include_usage: true } }) }),
        ...passthrough,
      };
      const collector = new ChatCollector(false);
      return askForAnswer(endpoint.for("completions", model), body, options, collector, { price, model });
    },
  };
}
