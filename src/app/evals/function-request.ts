import { MlxError } from "../../core/errors.js";
import { isTemplate } from "../../evals/loose-template.js";
import type { CaseVars } from "../../evals/rendering/case-vars.js";
import { preparePrompt } from "../../evals/rendering/prepared-prompt.js";
import { messagesRequest, requestOf, textRequest } from "../../evals/rendering/prompt-request.js";
import { renderPrepared } from "../../evals/rendering/render-prepared.js";
import type { EvalCase, ProviderRequest, Suite } from "../../evals/types.js";
import { isJsonMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { App } from "../app.js";
import type { ProgramBody, RenderServices } from "./render-case.js";

/** A case whose prompt is made by code. */
interface FunctionCase {
  readonly app: App;
  readonly suite: Suite;
  readonly item: EvalCase;
  readonly body: ProgramBody;
  readonly vars: CaseVars;
  readonly services: RenderServices;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Of a program that makes a prompt. Milliseconds. */
const timeoutMs = 60_000;

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
  if (isOwn)
    return requestOf(renderPrepared(preparePrompt(prompt), vars, item.prompt.at, given.env), vars, settings);
  const written = listOfMessages(prompt);
  return requestOf(
    written === undefined ? textRequest(prompt) : messagesRequest(written, JSON.stringify(written, null, 2)),
    vars,
    settings,
  );
}

async function called({ app, suite, item, body, vars, services, env }: FunctionCase): Promise<Json> {
  const { id, label } = item.provider;
  const context = {
    vars: Object.fromEntries(vars),
    provider: { id, label: label === id ? "" : label },
    config: {},
  };
  if (body.kind === "script") return services.script(body.script, [context]);
  const { runCommand } = await import("../../scripts/run-command.js");
  const printed = await runCommand(body.command, [JSON.stringify(context)], {
    folder: suite.folder,
    env: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    timeoutMs,
    input: undefined,
    signal: app.signal,
    print: (line) => app.ui.detail(line),
  });
  return printed.trimEnd();
}

function partsOf(made: Json): { readonly prompt: Json; readonly config?: Json } {
  if (!isJsonMapping(made) || made["prompt"] === undefined) return { prompt: made };
  const { prompt, config } = made;
  return { prompt, ...(config !== undefined && { config }) };
}

/** Messages that were printed as JSON. */
function listOfMessages(text: string): Json | undefined {
  if (!/^\s*\[\s*\{/.test(text)) return undefined;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function noPrompt({ prompt }: EvalCase, found: Json): MlxError {
  const kind = found === null ? "nothing" : `a ${typeof found}`;
  return new MlxError("MLX_SCRIPT", `${prompt.label} must give a text or messages, and gave ${kind}`, {
    at: prompt.at,
  });
}
