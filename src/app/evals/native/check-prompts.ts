import { MlxError } from "../../../core/errors.js";
import { sha256Of } from "../../../core/sha256.js";
import type { NativeTarget } from "../../../evals/suite/native-suite.js";
import { providerIdOf } from "../../../evals/suite/provider-of-model.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { ProviderSpec } from "../../../evals/types.js";
import { flattenPrompt } from "../../../prompts/flatten.js";
import type { FieldPath } from "../../../prompts/front-matter/field-reader.js";
import { variableUses } from "../../../prompts/template/walk.js";
import type { Prompt } from "../../../prompts/types.js";
import type { App } from "../../app.js";
import { resolvePrompt } from "../../prompts/resolve-prompt.js";

/** The prompts of a target, looked up. */
export interface CheckedPrompts {
  readonly providers: readonly ProviderSpec[];
  /** Of each file with a prompt's text. */
  readonly digests: ReadonlyMap<string, string>;
  /** What a prompt cannot do without, and where that prompt is named. */
  readonly needs: readonly { readonly input: string; readonly label: string; readonly path: FieldPath }[];
}

/**
 * Looks up the prompts that a target names, and what each of them takes. Where the suite names no providers, each prompt's
 * own model answers it. What cannot be found is reported.
 */
export async function checkPrompts(
  app: App,
  source: SuiteSource,
  { prompts, providers }: Extract<NativeTarget, { kind: "prompt" }>,
): Promise<CheckedPrompts> {
  const digests = new Map<string, string>();
  const needs: { input: string; label: string; path: FieldPath }[] = [];
  const own: ProviderSpec[] = [];
  for (const { prompt: spec, path } of prompts) {
    if (spec.body.kind !== "reference") {
      if (providers === undefined)
        source.fields.refuse(
          path,
          "this prompt names no model",
          "name the providers: target: {providers: [..]}",
        );
      continue;
    }
    const prompt = await lookUp(app, source, spec.body.reference, path);
    if (prompt === undefined) continue;
    digests.set(prompt.source.file, sha256Of(flattenPrompt(prompt)));
    needs.push(...neededBy(prompt).map((input) => ({ input, label: spec.label, path })));
    if (providers === undefined) own.push(...ownProvider(source, prompt, spec.label, path));
  }
  return { providers: providers ?? shared(own), digests, needs };
}

async function lookUp(
  app: App,
  source: SuiteSource,
  reference: string,
  path: FieldPath,
): Promise<Prompt | undefined> {
  try {
    return (await resolvePrompt(app, reference)).prompt;
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    const [first] = error.problems;
    const where =
      first && !error.message.includes(first.file) ? `${first.file}:${first.line}:${first.column}: ` : "";
    return source.fields.refuse(path, `${where}${error.message}`, error.hint);
  }
}

/** Inputs that must be given: declared without a default, or used without being declared. */
function neededBy({ frontMatter, template }: Prompt): string[] {
  const declared = [...frontMatter.inputs.values()]
    .filter(({ required }) => required)
    .map(({ name }) => name);
  const used = variableUses(template)
    .filter(({ name, guarded }) => !guarded && name !== "examples" && !frontMatter.inputs.has(name))
    .map(({ name }) => name);
  return [...new Set([...declared, ...used])];
}

function ownProvider(
  source: SuiteSource,
  { frontMatter }: Prompt,
  label: string,
  path: FieldPath,
): ProviderSpec[] {
  const { model } = frontMatter;
  const id = model === undefined ? undefined : providerIdOf(model);
  if (id !== undefined) {
    return [{ id, label: id, config: {}, prompts: [label], env: {}, fallbacks: [], at: source.place(path) }];
  }
  const why =
    model === undefined ? `${label} names no model` : `nobody is known who serves the model ${model}`;
  source.fields.refuse(path, why, "name the providers: target: {prompt: NAME, providers: [openai:MODEL]}");
  return [];
}

/** One provider for the prompts that have the same model. */
function shared(own: readonly ProviderSpec[]): readonly ProviderSpec[] {
  const byId = new Map<string, ProviderSpec>();
  for (const provider of own) {
    const before = byId.get(provider.id);
    byId.set(
      provider.id,
      before ? { ...before, prompts: [...(before.prompts ?? []), ...(provider.prompts ?? [])] } : provider,
    );
  }
  return [...byId.values()];
}
