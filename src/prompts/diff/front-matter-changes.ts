import { canonicalJson } from "../../core/canonical-json.js";
import { shortJson } from "../../core/schema-problems.js";
import type { Bump } from "../../registry/versions/semver.js";
import { equalJson } from "../json-value.js";
import type { FrontMatter, Json, ModelSettings, PromptExample, ToolSpec } from "../types.js";
import type { ChangeArea, PromptChange } from "./prompt-change.js";
import { schemaChange } from "./schema-change.js";

export function compareModel(before: FrontMatter, after: FrontMatter): PromptChange[] {
  if (before.model === after.model) return [];
  const message =
    after.model === undefined
      ? `no model is named any more; it was ${before.model}`
      : before.model === undefined
        ? `the model is ${after.model}; none was named`
        : `the model changed from ${before.model} to ${after.model}`;
  return [change("model", "model", before.model, after.model, "minor", message)];
}

export function compareSettings(before: ModelSettings, after: ModelSettings): PromptChange[] {
  return unionOfKeys(before, after)
    .filter((key) => !equalJson(own(before, key), own(after, key)))
    .map((key) => {
      const [old, now] = [own(before, key), own(after, key)];
      const message =
        old === undefined
          ? `${key} is set to ${shortJson(now)}`
          : now === undefined
            ? `${key} is no longer set; it was ${shortJson(old)}`
            : `${key} changed from ${shortJson(old)} to ${shortJson(now)}`;
      return change("settings", `settings.${key}`, old, now, "minor", message);
    });
}

/** Few-shot examples have no names, so that equal ones are paired wherever they stand, and the others in order. */
export function compareExamples(
  before: readonly PromptExample[],
  after: readonly PromptExample[],
): PromptChange[] {
  const [old, now] = [keyed(before), keyed(after)];
  const gone = without(old, now);
  const fresh = without(now, old);
  if (gone.length === 0 && fresh.length === 0) {
    if (old.every(({ key }, index) => now[index]?.key === key)) return [];
    return [
      change("examples", "examples", undefined, undefined, "minor", "the examples stand in another order"),
    ];
  }
  const changed = gone.slice(0, fresh.length).map(({ index, value }, nth) => {
    const partner = fresh[nth];
    return change(
      "examples",
      `examples[${partner?.index ?? index}]`,
      exampleJson(value),
      partner && exampleJson(partner.value),
      "minor",
      `example ${(partner?.index ?? index) + 1} changed`,
    );
  });
  const removed = gone
    .slice(fresh.length)
    .map(({ index, value }) =>
      change(
        "examples",
        `examples[${index}]`,
        exampleJson(value),
        undefined,
        "minor",
        `the former example ${index + 1} is gone`,
      ),
    );
  const added = fresh
    .slice(gone.length)
    .map(({ index, value }) =>
      change(
        "examples",
        `examples[${index}]`,
        undefined,
        exampleJson(value),
        "minor",
        `example ${index + 1} is new`,
      ),
    );
  return [...changed, ...removed, ...added];
}

interface Keyed {
  readonly key: string;
  readonly index: number;
  readonly value: PromptExample;
}

function keyed(examples: readonly PromptExample[]): Keyed[] {
  return examples.map((value, index) => ({ key: canonicalJson(value), index, value }));
}

/** Those of `list` that `other` lacks, equal ones counted. */
function without(list: readonly Keyed[], other: readonly Keyed[]): Keyed[] {
  const left = new Map<string, number>();
  for (const { key } of other) left.set(key, (left.get(key) ?? 0) + 1);
  return list.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

function exampleJson({ inputs, output }: PromptExample): Json {
  return { inputs, output };
}

/** A tool is a function of the caller's: a new one, or one that is called otherwise, has to be written there. */
export function compareTools(before: readonly ToolSpec[], after: readonly ToolSpec[]): PromptChange[] {
  const [old, now] = [byName(before), byName(after)];
  const removed = before
    .filter(({ name }) => !now.has(name))
    .map(({ name }) =>
      change("tools", `tools.${name}`, name, undefined, "minor", `the tool ${name} is gone`),
    );
  return [
    ...removed,
    ...after.flatMap((tool) => {
      const former = old.get(tool.name);
      if (former) return compareTool(former, tool);
      const message = `the tool ${tool.name} is new`;
      return [change("tools", `tools.${tool.name}`, undefined, tool.name, "major", message)];
    }),
  ];
}

function compareTool(old: ToolSpec, now: ToolSpec): PromptChange[] {
  const path = `tools.${now.name}`;
  const parameters = schemaChange(now.parameters ?? {}, old.parameters ?? {});
  const described = old.description !== now.description || !equalJson(old.parameters, now.parameters);
  if (parameters !== "same") {
    const message = `the arguments of the tool ${now.name} changed`;
    const bump = parameters === "widened" ? "minor" : "major";
    return [change("tools", `${path}.parameters`, old.parameters, now.parameters, bump, message)];
  }
  if (!described) return [];
  const message = `the description of the tool ${now.name} changed`;
  return [change("tools", `${path}.description`, old.description, now.description, "minor", message)];
}

/** What neither callers nor the model see. */
export function compareMetadata(before: FrontMatter, after: FrontMatter): PromptChange[] {
  const fields = [
    ["description", "the description", before.description, after.description],
    ["suites", "the list of suites", before.suites, after.suites],
    ["metadata", "the metadata", before.metadata, after.metadata],
    ["lint.rules", "the prompt's own lint rules", rules(before), rules(after)],
    ["lint.maxTokens", "the prompt's own limit of tokens", before.lint.maxTokens, after.lint.maxTokens],
  ] as const;
  return fields
    .filter(([, , old, now]) => !equalJson(old, now))
    .map(([path, name, old, now]) => change("metadata", path, old, now, "patch", `${name} changed`));
}

function rules({ lint }: FrontMatter): Json {
  return Object.fromEntries(lint.rules);
}

function byName(tools: readonly ToolSpec[]): ReadonlyMap<string, ToolSpec> {
  return new Map(tools.map((tool) => [tool.name, tool]));
}

function own(settings: ModelSettings, key: string): Json | undefined {
  return Object.hasOwn(settings, key) ? settings[key] : undefined;
}

function unionOfKeys(before: ModelSettings, after: ModelSettings): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function change(
  what: ChangeArea,
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  bump: Bump,
  message: string,
): PromptChange {
  return {
    what,
    path,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    bump,
    message,
  };
}
