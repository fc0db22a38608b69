import type { SourceLocation } from "../../core/errors.js";
import { isJsonMapping, isList } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { OwnFilters } from "../loose/own-filters.js";
import { renderLoose } from "../loose-template.js";
import type { ProviderRequest, Vars } from "../types.js";
import { generatedValue, type PreparedPrompt } from "./prepared-prompt.js";
import { messagesRequest, textRequest } from "./prompt-request.js";

/** Fills a prompt of promptfoo in. @param filters of the suite's own. @throws {MlxError} `MLX_TEMPLATE`, exit 2. */
export function renderPrepared(
  prompt: PreparedPrompt,
  vars: Vars,
  at: SourceLocation,
  env: Readonly<Record<string, string | undefined>>,
  filters?: OwnFilters,
): Pick<ProviderRequest, "messages" | "text"> {
  const options = { file: at.file, at, env, ...(filters && { filters }) };
  const render = (text: string) => renderLoose(text, vars, options);
  switch (prompt.kind) {
    case "text":
      return textRequest(render(prompt.text));
    case "json": {
      const value = rendered(prompt.value, render);
      return messagesRequest(value, JSON.stringify(value, null, 2));
    }
    case "yaml":
      return messagesRequest(rendered(prompt.value, render), render(prompt.text));
    case "generated": {
      const text = render(prompt.text);
      const value = generatedValue(text);
      return value === undefined ? textRequest(text) : messagesRequest(value, text);
    }
  }
}

/** A value whose texts are filled in, however deep they stand. */
function rendered(value: Json, render: (text: string) => string): Json {
  if (typeof value === "string") return render(value);
  if (isJsonMapping(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rendered(inner, render)]));
  }
  return isList(value) ? value.map((inner) => rendered(inner, render)) : value;
}
