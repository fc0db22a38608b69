import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import { keyReader } from "./key-reader.js";
import type { NativeCase } from "./native-suite.js";
import { readGraders } from "./read-grader.js";
import { readScript } from "./read-script.js";
import { readTexts } from "./read-texts.js";
import type { SuiteSource } from "./suite-source.js";
import { checkNames, readTemplates } from "./template-uses.js";

const known = [
  ...[
    "id",
    "description",
    "vars",
    "expected",
    "graders",
    "replaceGraders",
    "threshold",
    "prompts",
    "providers",
  ],
  ...["slices", "tags", "cluster", "critical", "metadata", "transform", "output"],
];

/** `cases:`: each a mapping. */
export function readCases(source: SuiteSource, value: unknown): NativeCase[] {
  return (source.fields.list(value, ["cases"]) ?? []).flatMap(
    (item, index) => readCase(source, item, ["cases", index]) ?? [],
  );
}

function readCase(source: SuiteSource, value: unknown, path: FieldPath): NativeCase | undefined {
  const { fields } = source;
  const mapping = fields.fields(value, path, known);
  if (mapping === undefined) return undefined;
  const read = keyReader(mapping, path);
  const before = source.templates.length;
  const id = read("id", (inner, at) => readId(source, inner, at));
  const description = read("description", (inner, at) => fields.text(inner, at));
  const vars = read("vars", (inner, at) => fields.jsonMapping(inner, at)) ?? {};
  readTemplates(source, vars, [...path, "vars"]);
  const expected = read("expected", (inner, at) => fields.json(inner, at));
  const graders = read("graders", (inner, at) =>
    readGraders(source, inner, at, { hasExpected: expected !== undefined, trusted: true }),
  );
  const threshold = read("threshold", (inner, at) => fields.number(inner, at));
  const onlyPrompts = read("prompts", (inner, at) => fields.texts(inner, at));
  const onlyProviders = read("providers", (inner, at) => fields.texts(inner, at));
  const slices =
    read("slices", (inner, at) => readTexts(source, inner, at, "a mapping like {language: de}")) ?? {};
  const tags = read("tags", (inner, at) => fields.texts(inner, at)) ?? [];
  const cluster = read("cluster", (inner, at) => readId(source, inner, at));
  const transform = read("transform", (inner, at) => readScript(source, inner, at));
  const output = read("output", (inner, at) => fields.text(inner, at));
  const own = source.templates.splice(before);
  const names = new Set([...Object.keys(vars), ...(expected === undefined ? [] : ["expected"])]);
  checkNames(source, own, names, "the case has");
  return {
    path,
    ...(id !== undefined && { id }),
    ...(description !== undefined && { description }),
    vars: new Map(Object.entries(vars)),
    ...(expected !== undefined && { expected }),
    graders: graders ?? [],
    replacesGraders: read("replaceGraders", (inner, at) => fields.boolean(inner, at)) ?? false,
    ...(threshold !== undefined && { threshold }),
    ...(onlyPrompts && { onlyPrompts }),
    ...(onlyProviders && { onlyProviders }),
    ...{ slices, tags },
    ...(cluster !== undefined && { cluster }),
    critical: read("critical", (inner, at) => fields.boolean(inner, at)) ?? false,
    metadata: read("metadata", (inner, at) => fields.jsonMapping(inner, at)) ?? {},
    ...(transform && { transform }),
    ...(output !== undefined && { output }),
  };
}

/** Numbers may be written without quotes. */
function readId(source: SuiteSource, value: unknown, path: FieldPath): string | undefined {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  const text = source.fields.text(value, path);
  return text?.trim() === "" ? source.fields.refuseKind(path, "text that is not empty", value) : text;
}
