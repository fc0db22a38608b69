import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import { isList, isMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { isTemplate } from "../loose-template.js";
import type { SuiteSource } from "../suite/suite-source.js";
import type { ScriptSpec } from "../types.js";
import { readAssertions } from "./read-assertion.js";
import { readCode } from "./read-code.js";
import { readTestOptions } from "./read-test-options.js";
import { leaveOut, type Reading } from "./reading.js";
import type { TestLayer, TestVar, VarChoice } from "./test-layer.js";

/** Finds the files of variables. */
export interface VarFiles {
  /** What `file://…` stands for: the content of each file that fits, or the code that computes it. */
  choices(source: SuiteSource, written: string, path: FieldPath, isData: boolean): readonly VarChoice[];
  /** The variables in files that `vars: path.yaml` names. */
  varsOf(source: SuiteSource, value: unknown, path: FieldPath): Mapping | undefined;
}

/** Where a layer stands and how far it is trusted. */
export interface LayerPlace {
  readonly source: SuiteSource;
  readonly path: FieldPath;
  /** Whether it comes from a data file: then what its variables hold is never read as a template. */
  readonly isData: boolean;
  readonly kind: "test" | "defaultTest" | "scenario";
}

const keys = [
  ...[
    "description",
    "vars",
    "assert",
    "options",
    "metadata",
    "threshold",
    "prompts",
    "providers",
    "provider",
  ],
  ...["providerOutput", "assertScoringFunction", "assertions"],
];

/** Reads a test as promptfoo writes it. @returns undefined if it is none. */
export function readTestLayer(
  reading: Reading & VarFiles,
  value: unknown,
  place: LayerPlace,
): TestLayer | undefined {
  const { source, path, kind } = place;
  const { fields } = source;
  const given = fields.mapping(value, path, "a test: a mapping with vars and assert");
  if (!given) return undefined;
  for (const key of given.keys()) {
    if (!keys.includes(key))
      leaveOut(reading, source, [...path, key], key, "mlx knows no such part of a test");
  }
  const read = <T>(key: string, reader: (value: unknown, at: FieldPath) => T | undefined): T | undefined => {
    const inner = given.get(key) ?? undefined;
    return inner === undefined ? undefined : reader(inner, [...path, key]);
  };
  const scoring = read("assertScoringFunction", (inner, at) => readScoring(source, inner, at));
  const description = read("description", (inner, at) => fields.text(inner, at));
  const threshold = read("threshold", (inner, at) => fields.number(inner, at));
  const onlyPrompts = read("prompts", (inner, at) => textsOf(source, inner, at));
  const onlyProviders = read("providers", (inner, at) => textsOf(source, inner, at));
  const options = readTestOptions(reading, given.get("options"), place);
  const provider = read("provider", (inner, at) => reading.provider(source, inner, at));
  const asked = kind === "defaultTest" && !isMapping(given.get("provider")) ? undefined : provider;
  // An empty one is none: then a provider is asked.
  const givenOutput = read("providerOutput", (inner, at) => fields.json(inner, at)) || undefined;
  return {
    vars: readVars(reading, given.get("vars"), place),
    assertions: readAssertions(reading, source, given.get("assert"), [...path, "assert"]),
    ...options,
    options: {
      ...(kind === "defaultTest" && provider && { gradingProvider: provider }),
      ...(asked && { askedProvider: asked }),
      ...(scoring && { scoring }),
      ...options.options,
    },
    metadata: read("metadata", (inner, at) => fields.jsonMapping(inner, at)) ?? {},
    ...(description !== undefined && { description }),
    ...(threshold !== undefined && { threshold }),
    ...(onlyPrompts && { onlyPrompts }),
    ...(onlyProviders && { onlyProviders }),
    ...(givenOutput !== undefined && { givenOutput }),
    at: source.place(path),
  };
}

/** A file with the function that scores; code in the suite itself is none to promptfoo. */
function readScoring(source: SuiteSource, value: unknown, path: FieldPath): ScriptSpec | undefined {
  if (typeof value === "string" && !value.startsWith("file://"))
    return source.fields.refuseKind(path, "file://NAME.js or file://NAME.py", value);
  return readCode(source, value, path, "func");
}

function textsOf(source: SuiteSource, value: unknown, path: FieldPath): string[] | undefined {
  return typeof value === "string" ? [value] : source.fields.texts(value, path);
}

function readVars(
  reading: Reading & VarFiles,
  value: unknown,
  { source, path, isData }: LayerPlace,
): ReadonlyMap<string, TestVar> {
  const at = [...path, "vars"];
  if (value === undefined || value === null) return new Map();
  const inFiles = typeof value === "string" || Array.isArray(value);
  const given = inFiles ? reading.varsOf(source, value, at) : source.fields.mapping(value, at);
  const result = new Map<string, TestVar>();
  for (const [name, inner] of given ?? []) {
    const place = inFiles ? at : [...at, name];
    const json = isPlain(inner) ? inner : source.fields.json(inner, place);
    if (json === undefined) continue;
    if (isData && typeof json === "string" && isTemplate(json)) {
      leaveOut(
        reading,
        source,
        place,
        "filling in templates of data values",
        "values of data files stay as they are; --trust-templates fills them in",
      );
    }
    result.set(name, testVar(reading, source, json, place, isData || inFiles));
  }
  return result;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

function testVar(
  reading: VarFiles,
  source: SuiteSource,
  value: Json,
  path: FieldPath,
  isData: boolean,
): TestVar {
  const whole: VarChoice = { value, isData };
  if (typeof value === "string") {
    const choices = value.startsWith("file://") ? reading.choices(source, value, path, isData) : [whole];
    return { choices, whole: choices.length === 1 ? (choices[0] ?? whole) : whole };
  }
  if (!isList(value) || typeof value[0] !== "string") return { choices: [whole], whole };
  const choices = value.flatMap((item, index): readonly VarChoice[] =>
    typeof item === "string" && item.startsWith("file://")
      ? reading.choices(source, item, [...path, index], isData)
      : [{ value: item, isData }],
  );
  return { choices, whole };
}
