import type { GradingServices } from "../../evals/graders/grader.js";
import { fillAssertion } from "../../evals/rendering/fill-assertion.js";
import { messagesText, requestOf } from "../../evals/rendering/prompt-request.js";
import { renderPrepared } from "../../evals/rendering/render-prepared.js";
import { strictMessages } from "../../evals/rendering/text-renderer.js";
import type {
  AssertionSpec,
  EvalCase,
  ProviderRequest,
  Suite,
  SuitePrompt,
  Vars,
} from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { App } from "../app.js";
import { caseVars } from "./case-vars.js";
import { functionRequest } from "./function-request.js";
import { preparedOf } from "./prepared-of.js";
import { referenceRequest } from "./reference-request.js";
import { renderEnvironment } from "./render-environment.js";

/** What rendering needs of a run. */
export interface RenderServices extends Pick<GradingServices, "script"> {
  /** `--trust-templates`: values of data files are rendered like those of the suite file. */
  readonly trustTemplates?: boolean;
}

/**
 * The request of a case: its vars resolved, its prompt filled in.
 * @throws {MlxError} an error of this case alone: `MLX_TEMPLATE`, `MLX_PROMPT_INPUT`, `MLX_SCRIPT`, …
 */
export async function renderCase(
  app: App,
  suite: Suite,
  item: EvalCase,
  services: RenderServices,
): Promise<ProviderRequest> {
  const env = await renderEnvironment(app, suite);
  const { body, at } = item.prompt;
  const vars = await caseVars(suite, item, services, env);
  switch (body.kind) {
    case "template": {
      if (suite.format === "promptfoo") {
        return withTools(item, requestOf(renderPrepared(preparedOf(item, body.text), vars, at, env), vars));
      }
      const messages = strictMessages(body.text, vars, at, suite.env);
      return requestOf({ messages, text: messagesText(messages) }, vars);
    }
    case "reference":
      return referenceRequest(app, suite, body.reference, vars);
    case "script":
    case "exec":
      return withTools(item, await functionRequest({ app, suite, item, body, vars, services, env }));
  }
}

/** The functions that a provider's config offers: graders of calls ask for them. */
function withTools({ provider }: EvalCase, request: ProviderRequest): ProviderRequest {
  const { tools } = provider.config;
  return isList(tools) && tools.length > 0 ? { ...request, tools } : request;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A prompt that is code. */
export type ProgramBody = Extract<SuitePrompt["body"], { kind: "script" | "exec" }>;

/**
 * An assertion with the vars filled in. Cheap where there is no template in it: then the same object comes back.
 * @param vars those of the request.
 */
export function renderAssertion(assertion: AssertionSpec, vars: Vars, suite: Suite): AssertionSpec {
  return fillAssertion(assertion, vars, suite);
}
