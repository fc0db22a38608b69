import { renderTemplate } from "./template/render.js";
import type { Json, Message, ModelSettings, Prompt } from "./types.js";

/** What is sent to a model. */
export interface RenderedPrompt {
  readonly messages: readonly Message[];
  readonly model?: string;
  readonly settings: ModelSettings;
}

/**
 * @param values what `inputValues` gave.
 * @throws {MlxError} `MLX_TEMPLATE`, exit 2, with the place.
 */
export function renderPrompt(prompt: Prompt, values: ReadonlyMap<string, Json>): RenderedPrompt {
  const { model, settings, examples } = prompt.frontMatter;
  const list = examples.map(({ inputs, output }) => ({ inputs, output }));
  const messages = renderTemplate(prompt.template, new Map([...values, ["examples", list]]));
  return { messages, ...(model !== undefined && { model }), settings };
}
