import { fewOf } from "../../core/few-of.js";
import { shortJson } from "../../core/schema-problems.js";
import { displayPath } from "../../core/visible-text.js";
import type { ResolvedReference } from "../../prompts/resolve-reference.js";
import { templateText } from "../../prompts/template-text.js";
import type { InputSpec } from "../../prompts/types.js";
import { aliasTargets } from "../../registry/aliases/alias-targets.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { Ui } from "../../ui/ui.js";

/** A prompt for people: what it is, what it takes and what it says. */
export function showText(ui: Ui, resolved: ResolvedReference, item: RegistryItem): string {
  const { prompt } = resolved;
  const parts = [head(ui, resolved), facts(ui, resolved, item), inputTable(ui, prompt.frontMatter.inputs)];
  const template = templateText(prompt).text.trim();
  parts.push(`${ui.theme.bold("template")}\n${template}`);
  return parts.filter((part) => part !== "").join("\n\n");
}

function head({ theme }: Ui, { prompt, name, version, alias, record }: ResolvedReference): string {
  const title = version === undefined ? name : `${name}@${version}`;
  const from = record
    ? `published ${record.time.slice(0, 10)} by ${record.author.name}: ${record.message}`
    : "working copy";
  const pointed = alias === undefined ? "" : ` (${alias})`;
  const lines = [`${theme.bold(displayPath(title))}${pointed}  ${theme.dim(displayPath(from))}`];
  if (prompt.frontMatter.description !== undefined) lines.push(prompt.frontMatter.description.trim());
  return lines.join("\n");
}

function facts(ui: Ui, { prompt }: ResolvedReference, item: RegistryItem): string {
  const { model, settings, output, tools, suites, examples } = prompt.frontMatter;
  const versions = item.versions.map(({ version }) => version).toReversed();
  const aliases = [...aliasTargets(item)].map(([alias, target]) => `${alias} ${target ?? "damaged"}`);
  const rows: readonly (readonly [string, string])[] = [
    ["file", prompt.source.file],
    ["model", model ?? ""],
    [
      "settings",
      Object.entries(settings)
        .map(([name, value]) => `${name} ${shortJson(value)}`)
        .join(", "),
    ],
    [
      "output",
      [output?.format ?? "", output?.schema ? "with a schema" : ""].filter((part) => part !== "").join(", "),
    ],
    ["tools", tools.map(({ name }) => name).join(", ")],
    ["examples", examples.length === 0 ? "" : String(examples.length)],
    ["suites", suites.join(", ")],
    ["versions", fewOf(versions, 5)],
    ["aliases", aliases.join(", ")],
  ];
  const told = rows.filter(([, value]) => value !== "");
  return ui.table(
    [],
    told.map(([key, value]) => [ui.theme.dim(key), displayPath(value)]),
  );
}

function inputTable(ui: Ui, inputs: ReadonlyMap<string, InputSpec>): string {
  if (inputs.size === 0) return "";
  const rows = [...inputs.values()].map((input) => [
    input.name,
    input.type,
    needOf(input),
    input.trusted === undefined ? "–" : input.trusted ? "trusted" : "untrusted",
    displayPath(input.description ?? ""),
  ]);
  return ui.table(["input", "type", "given", "trust", "description"], rows, { prose: true });
}

function needOf(input: InputSpec): string {
  if (input.required) return "required";
  return input.default === undefined ? "optional" : displayPath(`default ${shortJson(input.default)}`);
}
