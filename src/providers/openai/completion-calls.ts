import { askForAnswer } from "../chat/chat-caller.js";
import { configSettings, numberSetting, settingsOf, takeSetting } from "../chat/model-settings.js";
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
  const settings = configSettings(config);
  const passthrough = config.mapping("passthrough");
  const stream = config.flag("stream") ?? true;
  return {
    mostCostUsd: (request) =>
      price.most(request, choice(request), numberSetting(settingsOf(request, settings), "max_output_tokens")),
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
