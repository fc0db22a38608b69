import { MlxError } from "../../core/errors.js";
import { isTemplate } from "../../evals/loose-template.js";
import type { CaseVars } from "../../evals/rendering/case-vars.js";
import { preparePrompt } from "../../evals/rendering/prepared-prompt.js";
import { messagesRequest, requestOf, textRequest } from "../../evals/rendering/prompt-request.js";
import { renderPrepared } from "../../evals/rendering/render-prepared.js";
import type { EvalCase, ProviderRequest, Suite } from "../../evals/types.js";
import { isJsonMapping, parseJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { ProgramBody, RenderServices } from "./render-case.js";
import { withFilters } from "./with-filters.js";

/** A case whose prompt is made by code. */
interface FunctionCase {
  readonly suite: Suite;
  readonly item: EvalCase;
  readonly body: ProgramBody;
  readonly vars: CaseVars;
  readonly services: RenderServices;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The request that a prompt function or program makes: a text, messages, or `{prompt, config}`.
 * @throws {MlxError} `MLX_SCRIPT`.
 */
export async function functionRequest(given: FunctionCase): Promise<ProviderRequest> {
  const { item, vars } = given;
  const made = await called(given);
  const { prompt, config } = partsOf(made);
  const settings = isJsonMapping(config) ? config : {};
  if (typeof prompt !== "string") {
    if (typeof prompt !== "object" || prompt === null) throw noPrompt(item, prompt);
    return requestOf(messagesRequest(prompt, JSON.stringify(prompt, null, 2)), vars, settings);
  }
  // A template that the function's author wrote is filled in; one that came along with a value is not.
  const isOwn =
    isTemplate(prompt) && ![...vars.data].some((name) => isTemplate(JSON.stringify(vars.get(name) ?? null)));
  if (isOwn) {
    const prepared = preparePrompt(prompt);
    const asked = await withFilters(given.suite, given.services, (filters) =>
      renderPrepared(prepared, vars, item.prompt.at, given.env, filters),
    );
    return requestOf(asked, vars, settings);
  }
  const written = listOfMessages(prompt);
  return requestOf(
    written === undefined ? textRequest(prompt) : messagesRequest(written, JSON.stringify(written, null, 2)),
    vars,
    settings,
  );
}

async function called({ item, body, vars, services }: FunctionCase): Promise<Json> {
  const { id, label } = item.provider;
  const context = {
    vars: Object.fromEntries(vars),
    provider: { id, label: label === id ? "" : label },
    config: { ...item.prompt.config },
  };
  if (body.kind === "script") return services.script(body.script, [context]);
  return (await services.command(body.command, [JSON.stringify(context)])).trimEnd();
}

function partsOf(made: Json): { readonly prompt: Json; readonly config?: Json } {
  if (!isJsonMapping(made) || made["prompt"] === undefined) return { prompt: made };
  const { prompt, config } = made;
  return { prompt, ...(config !== undefined && { config }) };
}

/** Messages that were printed as JSON. */
function listOfMessages(text: string): Json | undefined {
  return /^\s*\[\s*\{/.test(text) ? parseJson(text) : undefined;
}

function noPrompt({ prompt }: EvalCase, found: Json): MlxError {
  const kind = found === null ? "nothing" : `a ${typeof found}`;
  return new MlxError("MLX_SCRIPT", `${prompt.label} must give a text or messages, and gave ${kind}`, {
    at: prompt.at,
  });
}
