import { resolve } from "node:path";
import { MlxError } from "../core/errors.js";
import { inputValues } from "../prompts/inputs.js";
import { inputsSchema } from "../prompts/inputs-schema.js";
import { renderPrompt } from "../prompts/render-prompt.js";
import { resolveReference } from "../prompts/resolve-reference.js";
import type { Json, Message, ModelSettings, PromptExample, ToolSpec } from "../prompts/types.js";
import { parseReference } from "../registry/reference.js";
import { givenValues } from "./given-values.js";
import { openTree } from "./open-tree.js";

export { MlxError };

export interface LoadOptions {
  /** Where to look for `prompts/`: in this folder and those above it. Default: the working folder. */
  readonly cwd?: string;
}

/** The messages of a prompt and what it says of the model. */
export interface Rendered {
  readonly messages: readonly Message[];
  readonly model?: string;
  readonly settings: ModelSettings;
}

/** A prompt that has been read and verified. */
export interface LoadedPrompt {
  readonly name: string;
  readonly version?: string;
  readonly alias?: string;
  /** Of the version's record. */
  readonly digest?: string;
  readonly description?: string;
  readonly model?: string;
  readonly settings: ModelSettings;
  /** JSON Schema of an object. */
  readonly inputs: Readonly<Record<string, Json>>;
  readonly output?: { readonly format?: "text" | "json"; readonly schema?: Readonly<Record<string, Json>> };
  readonly tools: readonly ToolSpec[];
  readonly examples: readonly PromptExample[];
  render(values?: Readonly<Record<string, unknown>>): Rendered;
}

/**
 * Reads `name`, `name@2.4.0` or `name@stable` from the files of a repository, and verifies it: pointer, event, record and
 * frozen bytes. Needs neither git nor its history.
 * @throws {MlxError} `MLX_REFERENCE`, `MLX_PROMPT_NOT_FOUND`, `MLX_PROMPT_AMBIGUOUS`, `MLX_VERSION_NOT_FOUND`,
 *   `MLX_PROMPT_INVALID` or `MLX_REGISTRY_DAMAGED`.
 */
export async function loadPrompt(reference: string, options: LoadOptions = {}): Promise<LoadedPrompt> {
  const wanted = parseReference(reference);
  const tree = openTree(resolve(options.cwd ?? "."));
  const { prompt, name, version, alias, record } = await resolveReference(tree, wanted);
  const { description, model, settings, inputs, output, tools, examples } = prompt.frontMatter;
  return {
    name,
    ...(version !== undefined && { version }),
    ...(alias !== undefined && { alias }),
    ...(record && { digest: record.digest }),
    ...(description !== undefined && { description }),
    ...(model !== undefined && { model }),
    settings,
    inputs: inputsSchema(inputs),
    ...(output && { output }),
    tools,
    examples,
    render: (values = {}) => {
      return renderPrompt(prompt, inputValues(prompt, { texts: new Map(), values: givenValues(values) }));
    },
  };
}
