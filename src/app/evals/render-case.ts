import { after, type Eventual } from "../../core/eventual.js";
import type { CaseVars } from "../../evals/rendering/case-vars.js";
import { messagesText, requestOf } from "../../evals/rendering/prompt-request.js";
import { renderPrepared } from "../../evals/rendering/render-prepared.js";
import { strictMessages } from "../../evals/rendering/text-renderer.js";
import type { EvalCase, ProviderRequest, Suite, SuitePrompt } from "../../evals/types.js";
import { isList } from "../../prompts/json-value.js";
import type { App } from "../app.js";
import { caseVars } from "./case-vars.js";
import type { EvalWorld } from "./eval-world.js";
import { functionRequest } from "./function-request.js";
import { preparedOf } from "./prepared-of.js";
import { referenceRequest } from "./reference-request.js";
import { type Environment, renderEnvironment } from "./render-environment.js";
import { withFilters } from "./with-filters.js";

/** What rendering needs of a run. */
export type RenderServices = Pick<EvalWorld, "script" | "command" | "trustTemplates">;

/**
 * The request of a case: its vars resolved, its prompt filled in.
 * @throws {MlxError} an error of this case alone: `MLX_TEMPLATE`, `MLX_PROMPT_INPUT`, `MLX_SCRIPT`, …
 */
export function renderCase(
  app: App,
  suite: Suite,
  item: EvalCase,
  services: RenderServices,
): Eventual<ProviderRequest> {
  return after(renderEnvironment(app, suite), (env) =>
    after(caseVars(suite, item, services, env), (vars) => filledIn(app, suite, item, services, env, vars)),
  );
}

function filledIn(
  app: App,
  suite: Suite,
  item: EvalCase,
  services: RenderServices,
  env: Environment,
  vars: CaseVars,
): Eventual<ProviderRequest> {
  const { body, at } = item.prompt;
  switch (body.kind) {
    case "template": {
      if (suite.format === "promptfoo") {
        const prepared = preparedOf(item, body.text);
        const asked = withFilters(suite, services, (filters) =>
          renderPrepared(prepared, vars, at, env, filters),
        );
        return after(asked, (it) => withSettings(item, requestOf(it, vars)));
      }
      const messages = strictMessages(body.text, vars, at, suite.env);
      return requestOf({ messages, text: messagesText(messages) }, vars);
    }
    case "reference":
      return referenceRequest(app, suite, body.reference, vars);
    case "script":
    case "exec":
      return functionRequest({ suite, item, body, vars, services, env }).then((it) => withSettings(item, it));
  }
}

/** With the settings of prompt and test, and the functions that are offered: graders of calls ask for them. */
function withSettings({ provider, prompt, test }: EvalCase, request: ProviderRequest): ProviderRequest {
  const { settings: own, askedProvider } = test.options;
  const settings = { ...prompt.config, ...own, ...request.settings };
  const offered = settings["tools"] ?? (askedProvider ?? provider).config["tools"];
  const tools = isList(offered) && offered.length > 0 ? offered : undefined;
  const hasSettings = Object.keys(settings).length > 0;
  if (!hasSettings && tools === undefined) return request;
  return { ...request, ...(hasSettings && { settings, settingsFirst: true }), ...(tools && { tools }) };
}

/** A prompt that is code. */
export type ProgramBody = Extract<SuitePrompt["body"], { kind: "script" | "exec" }>;
