import { sha256Of } from "../../core/sha256.js";
import { flattenPrompt } from "../../prompts/flatten.js";
import { inputsSchema } from "../../prompts/inputs-schema.js";
import type { ResolvedReference } from "../../prompts/resolve-reference.js";
import { templateText } from "../../prompts/template-text.js";
import { aliasTargets } from "../../registry/aliases/alias-targets.js";
import type { RegistryItem } from "../../registry/read-item.js";

/** All that a program in another language needs to use a prompt. What a prompt does not say is null or empty. */
export function showDocument(
  { prompt, name, version, alias, record }: ResolvedReference,
  item: RegistryItem,
): Record<string, unknown> {
  const { description, model, settings, inputs, output, tools, suites, examples, metadata } =
    prompt.frontMatter;
  const { text, messages } = templateText(prompt);
  return {
    name,
    version: version ?? null,
    alias: alias ?? null,
    digest: record?.digest ?? null,
    sha256: record?.sha256 ?? sha256Of(flattenPrompt(prompt)),
    path: prompt.source.file,
    description: description ?? null,
    model: model ?? null,
    settings,
    inputs: inputsSchema(inputs),
    output: output ?? null,
    tools,
    suites,
    examples,
    metadata: metadata ?? {},
    template: text,
    messages,
    published: record ? { author: record.author, time: record.time, message: record.message } : null,
    versions: item.versions.map((entry) => entry.version),
    aliases: Object.fromEntries(aliasTargets(item)),
  };
}
