import { closest } from "../../core/suggest.js";
import type { FieldPath, JsonMapping, Mapping } from "../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../prompts/json-value.js";
import type { SuiteSource } from "../suite/suite-source.js";
import type { TestOptions } from "../test-options.js";
import type { ProviderSpec } from "../types.js";
import { readRubric } from "./read-assertion.js";
import { readCode } from "./read-code.js";
import { readSettings } from "./read-settings.js";
import type { LayerPlace } from "./read-test-layer.js";
import { leaveOut, type Reading } from "./reading.js";
import type { TestLayer } from "./test-layer.js";

const keys = [
  ...["prefix", "suffix", "transform", "postprocess", "transformVars", "provider", "rubricPrompt"],
  ...["storeOutputAs", "disableVarExpansion", "disableDefaultAsserts", "repeat", "runSerially"],
];
const kinds = ["text", "embedding", "classification", "moderation"];

type Read = Pick<TestLayer, "options" | "graders" | "multiplies" | "takesDefaultAssertions">;

/** Reads the `options` of a test or of what tests inherit. */
export function readTestOptions(reading: Reading, value: unknown, place: LayerPlace): Read {
  const { source } = place;
  const { fields } = source;
  const path = [...place.path, "options"];
  if (value === undefined || value === null) return { options: {}, graders: new Map() };
  const given = fields.mapping(value, path) ?? new Map<string, unknown>();
  const settings = readOwnSettings(reading, source, given, path);
  const read = <T>(key: string, reader: (value: unknown, at: FieldPath) => T | undefined): T | undefined => {
    const inner = given.get(key) ?? undefined;
    return inner === undefined ? undefined : reader(inner, [...path, key]);
  };
  const repeat = read("repeat", (inner, at) => fields.number(inner, at, { whole: true, min: 1 }));
  read("runSerially", (inner, at) =>
    inner === true
      ? leaveOut(reading, source, at, "runSerially", "use --concurrency 1 to run one case at a time")
      : undefined,
  );
  const affix = (inner: unknown, at: FieldPath) => readAffix(source, inner, at, place.isData);
  // An empty one does not take the default's place.
  const prefix = read("prefix", affix) || undefined;
  const suffix = read("suffix", affix) || undefined;
  const transform =
    read("transform", (inner, at) => readCode(source, inner, at, "get_transform")) ??
    read("postprocess", (inner, at) => readCode(source, inner, at, "get_transform"));
  const transformVars = read("transformVars", (inner, at) => readCode(source, inner, at, "get_transform"));
  const graders = read("provider", (inner, at) => readGraders(reading, source, inner, at)) ?? new Map();
  const rubricPrompt = read("rubricPrompt", (inner, at) => readRubric(reading, source, inner, at));
  const storeOutputAs = read("storeOutputAs", (inner, at) => fields.text(inner, at));
  const stays = read("disableVarExpansion", (inner, at) => fields.boolean(inner, at));
  const bare = read("disableDefaultAsserts", (inner, at) => fields.boolean(inner, at));
  const gradingProvider = graders.get("text");
  const options: TestOptions = {
    ...(prefix !== undefined && { prefix }),
    ...(suffix !== undefined && { suffix }),
    ...(transform && { transform }),
    ...(transformVars && { transformVars }),
    ...(gradingProvider && { gradingProvider }),
    ...(rubricPrompt !== undefined && { rubricPrompt }),
    ...(storeOutputAs !== undefined && { storeOutputAs }),
    ...(repeat !== undefined && { repeat }),
    ...(settings && { settings }),
  };
  return {
    options,
    graders,
    ...(stays !== undefined && { multiplies: !stays }),
    ...(bare !== undefined && { takesDefaultAssertions: !bare }),
  };
}

/** Options that are not promptfoo's own are settings of the provider for this test; what is nearly one of its own is told. */
function readOwnSettings(
  reading: Reading,
  source: SuiteSource,
  given: Mapping,
  path: FieldPath,
): JsonMapping | undefined {
  const others = [...given].filter(([key]) => !keys.includes(key));
  const settings = others.filter(([key]) => {
    const meant = closest(key, keys);
    if (meant !== undefined) leaveOut(reading, source, [...path, key], key, `did you mean ${meant}?`);
    return meant === undefined;
  });
  return settings.length === 0
    ? undefined
    : readSettings(reading, source, Object.fromEntries(settings), path);
}

/** What stands before or behind the prompt is a template too, save where it comes from data. */
function readAffix(
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  isData: boolean,
): string | undefined {
  const text = source.fields.text(value, path);
  if (!isData || text === undefined || !/\{[{%#]/.test(text)) return text;
  if (!/\{%[-+]?\s*endraw/.test(text)) return `{% raw %}${text}{% endraw %}`;
  return source.fields.refuse(path, "a prefix or suffix in a data file cannot hold {% endraw %}");
}

/** One provider for all judging, or one for each kind. */
function readGraders(
  reading: Reading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
): ReadonlyMap<string, ProviderSpec> {
  const byKind =
    isMapping(value) && value["id"] === undefined && kinds.some((kind) => value[kind] !== undefined);
  if (!isMapping(value) || !byKind) {
    const one = reading.provider(source, value, path);
    return new Map(one ? [["text", one]] : []);
  }
  return new Map(
    kinds.flatMap((kind) => {
      const inner = value[kind] ?? undefined;
      const provider = inner === undefined ? undefined : reading.provider(source, inner, [...path, kind]);
      return provider ? [[kind, provider] as const] : [];
    }),
  );
}
