import type { YamlText } from "../../core/plain-yaml.js";
import { isItemName, itemNameForm } from "../../registry/nouns.js";
import type { PromptProblem } from "../problem.js";
import { isToolName } from "../tool-name.js";
import type { FrontMatter, PromptExample, ToolSpec } from "../types.js";
import { FieldReader } from "./field-reader.js";
import { readModelSettings } from "./model-settings.js";
import { readIncludes } from "./read-includes.js";
import { readInputs } from "./read-inputs.js";
import { readLintSettings } from "./read-lint-settings.js";

const known = [
  ...["name", "description", "model", "settings", "inputs", "output", "tools", "suites", "examples"],
  ...["includes", "metadata", "lint"],
];

/** Front matter that says nothing. */
export const emptyFrontMatter: FrontMatter = {
  settings: {},
  inputs: new Map(),
  tools: [],
  suites: [],
  examples: [],
  includes: new Map(),
  lint: { rules: new Map() },
};

/** What came of reading front matter; what is wrong is left out of `frontMatter`. */
export interface ReadFrontMatter {
  readonly frontMatter: FrontMatter;
  readonly problems: readonly PromptProblem[];
}

/** Checks the value of front matter: every problem at once, each where it stands. */
export function readFrontMatter(yaml: YamlText): ReadFrontMatter {
  const fields = new FieldReader(yaml);
  if (yaml.value === null || yaml.value === undefined)
    return { frontMatter: emptyFrontMatter, problems: yaml.problems.map(asProblem) };
  const mapping = fields.fields(yaml.value, [], known);
  const read = <T>(key: string, reader: (value: unknown) => T | undefined): T | undefined =>
    mapping?.has(key) ? reader(mapping.get(key)) : undefined;
  const name = read("name", (value) => readName(fields, value));
  const description = read("description", (value) => fields.text(value, ["description"]));
  const model = read("model", (value) => readModel(fields, value));
  const output = read("output", (value) => readOutput(fields, value));
  const metadata = read("metadata", (value) => fields.jsonMapping(value, ["metadata"]));
  const frontMatter: FrontMatter = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(model !== undefined && { model }),
    settings: read("settings", (value) => readModelSettings(fields, value)) ?? {},
    inputs: read("inputs", (value) => readInputs(fields, value)) ?? new Map(),
    ...(output !== undefined && { output }),
    tools: read("tools", (value) => readTools(fields, value)) ?? [],
    suites: read("suites", (value) => fields.texts(value, ["suites"])) ?? [],
    examples: read("examples", (value) => readExamples(fields, value)) ?? [],
    includes: read("includes", (value) => readIncludes(fields, value)) ?? new Map(),
    ...(metadata !== undefined && { metadata }),
    lint: read("lint", (value) => readLintSettings(fields, value)) ?? emptyFrontMatter.lint,
  };
  return {
    frontMatter,
    problems: fields.problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

function readName(fields: FieldReader, value: unknown): string | undefined {
  const name = fields.text(value, ["name"]);
  if (name === undefined || isItemName(name)) return name;
  return fields.refuse(
    ["name"],
    `name: a prompt cannot be called ${JSON.stringify(name)}`,
    `a name is ${itemNameForm}`,
  );
}

function readModel(fields: FieldReader, value: unknown): string | undefined {
  const model = fields.text(value, ["model"]);
  return model?.trim() === "" ? fields.refuseKind(["model"], "the name of a model", value) : model;
}

function readOutput(fields: FieldReader, value: unknown): FrontMatter["output"] {
  const output = fields.fields(value, ["output"], ["format", "schema"]);
  if (output === undefined) return undefined;
  const format = output.has("format")
    ? fields.choice(output.get("format"), ["output", "format"], ["text", "json"])
    : undefined;
  const schema = output.has("schema")
    ? fields.jsonMapping(output.get("schema"), ["output", "schema"])
    : undefined;
  return { ...(format !== undefined && { format }), ...(schema !== undefined && { schema }) };
}

function readTools(fields: FieldReader, value: unknown): ToolSpec[] {
  const names = new Set<string>();
  return (fields.list(value, ["tools"]) ?? []).flatMap((item, index) => {
    const path = ["tools", index];
    const tool = fields.fields(item, path, ["name", "description", "parameters"]);
    if (tool === undefined) return [];
    const name = fields.text(tool.get("name"), [...path, "name"]);
    const description = tool.has("description")
      ? fields.text(tool.get("description"), [...path, "description"])
      : undefined;
    const parameters = tool.has("parameters")
      ? fields.jsonMapping(tool.get("parameters"), [...path, "parameters"])
      : undefined;
    if (name === undefined) return [];
    if (!isToolName(name)) {
      fields.refuse(
        [...path, "name"],
        `a tool cannot be called ${JSON.stringify(name)}`,
        "providers allow letters, digits, _ and -, 64 at most",
      );
    }
    if (names.has(name))
      fields.refuse([...path, "name"], `two tools are called ${JSON.stringify(name)}`, "rename one");
    names.add(name);
    return [
      {
        name,
        ...(description !== undefined && { description }),
        ...(parameters !== undefined && { parameters }),
      },
    ];
  });
}

function readExamples(fields: FieldReader, value: unknown): PromptExample[] {
  return (fields.list(value, ["examples"]) ?? []).flatMap((item, index) => {
    const path = ["examples", index];
    const example = fields.fields(item, path, ["inputs", "output"]);
    if (example === undefined) return [];
    const inputs = fields.jsonMapping(example.get("inputs"), [...path, "inputs"]);
    const output = example.has("output")
      ? fields.json(example.get("output"), [...path, "output"])
      : fields.refuse(path, `examples[${index}]: the output is missing`, "say what the model should answer");
    return inputs === undefined || output === undefined ? [] : [{ inputs, output }];
  });
}

function asProblem(problem: { file: string; line: number; column: number; message: string }): PromptProblem {
  return { rule: "front-matter", ...problem };
}
