import type { CaseVars } from "../../evals/rendering/case-vars.js";
import { messagesText } from "../../evals/rendering/prompt-request.js";
import type { ProviderRequest, Suite } from "../../evals/types.js";
import { inputValues } from "../../prompts/inputs.js";
import { renderPrompt } from "../../prompts/render-prompt.js";
import { variableUses } from "../../prompts/template/walk.js";
import type { Json, Prompt } from "../../prompts/types.js";
import type { App } from "../app.js";
import { resolvePrompt } from "../prompts/resolve-prompt.js";

/** A prompt of the repository, read once for all cases of a run. */
interface ReadPrompt {
  readonly prompt: Prompt;
  /** What it takes; other vars of a case are for graders. */
  readonly names: ReadonlySet<string>;
  readonly tools: readonly Json[];
}

const known = new WeakMap<Suite, Map<string, Promise<ReadPrompt>>>();

/**
 * The request that a prompt of the repository makes of a case's vars.
 * @throws {MlxError} `MLX_PROMPT_INPUT` or `MLX_TEMPLATE`, exit 2; whatever `resolvePrompt` throws.
 */
export async function referenceRequest(
  app: App,
  suite: Suite,
  reference: string,
  vars: CaseVars,
): Promise<ProviderRequest> {
  const { prompt, names, tools } = await promptOf(app, suite, reference);
  const values = new Map([...vars].filter(([name]) => names.has(name)));
  const { messages, model, settings } = renderPrompt(
    prompt,
    inputValues(prompt, { texts: new Map(), values }),
  );
  const schema = prompt.frontMatter.output?.schema;
  return {
    messages,
    text: messagesText(messages),
    settings,
    vars,
    ...(model !== undefined && { model }),
    ...(tools.length > 0 && { tools }),
    ...(schema && { outputSchema: schema }),
  };
}

function promptOf(app: App, suite: Suite, reference: string): Promise<ReadPrompt> {
  const prompts = known.get(suite) ?? new Map<string, Promise<ReadPrompt>>();
  known.set(suite, prompts);
  const read = prompts.get(reference) ?? readPrompt(app, reference);
  prompts.set(reference, read);
  return read;
}

async function readPrompt(app: App, reference: string): Promise<ReadPrompt> {
  const { prompt } = await resolvePrompt(app, reference);
  const used = variableUses(prompt.template).map(({ name }) => name);
  const tools = prompt.frontMatter.tools.map(
    ({ name, description, parameters }): Json => ({
      name,
      ...(description !== undefined && { description }),
      ...(parameters && { parameters }),
    }),
  );
  return { prompt, names: new Set([...prompt.frontMatter.inputs.keys(), ...used]), tools };
}
