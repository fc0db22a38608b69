import type { Json } from "../../prompts/types.js";
import { contentId } from "../data/content-id.js";
import type { TestOptions } from "../test-options.js";
import type { AssertionSpec, ProviderSpec, ScriptSpec, SuiteTest } from "../types.js";
import { expandVars, mostCombinations } from "./expand-vars.js";
import type { TestLayer, TestVar, VarChoice } from "./test-layer.js";

const kindsOfTypes: readonly (readonly [types: RegExp, kind: string])[] = [
  [/^similar/, "embedding"],
  [/^classifier$/, "classification"],
  [/^moderation$/, "moderation"],
];

/**
 * The tests that a test stands for, with what it inherits: vars, options and metadata key by key, assertions one behind the
 * other, each list of texts among the vars multiplied.
 * @param layers from the outermost to the test itself; not empty.
 * @param unique makes an id the suite's own, should it come twice.
 * @returns undefined if a test stands for too many.
 */
export function testsOfLayers(
  layers: readonly TestLayer[],
  unique: (id: string) => string,
): readonly SuiteTest[] | undefined {
  const last = layers.at(-1);
  if (last === undefined) return [];
  const combinations = expandVars(mergedVars(layers, multiplies(layers)));
  if (combinations === undefined) return undefined;
  const shared = merged(layers, last);
  return combinations.map((choices) => oneTest(shared, choices, unique));
}

/** How many tests a test stands for; undefined if there are too many. */
export function countOfLayers(layers: readonly TestLayer[]): number | undefined {
  let count = 1;
  for (const choices of mergedVars(layers, multiplies(layers)).values()) count *= choices.length;
  return count <= mostCombinations ? count : undefined;
}

function multiplies(layers: readonly TestLayer[]): boolean {
  return layers.findLast((layer) => layer.multiplies !== undefined)?.multiplies ?? true;
}

function mergedVars(
  layers: readonly TestLayer[],
  isMultiplied: boolean,
): ReadonlyMap<string, readonly VarChoice[]> {
  const all = new Map<string, TestVar>(layers.flatMap((layer) => [...layer.vars]));
  return new Map([...all].map(([name, { choices, whole }]) => [name, isMultiplied ? choices : [whole]]));
}

type Shared = Omit<SuiteTest, "id" | "vars" | "dataVars" | "varScripts" | "renderVars">;

function merged(layers: readonly TestLayer[], last: TestLayer): Shared {
  const defaults = last.takesDefaultAssertions === false ? [last] : layers;
  const graders = new Map<string, ProviderSpec>(layers.flatMap((layer) => [...layer.graders]));
  const metadata: Readonly<Record<string, Json>> = Object.assign(
    {},
    ...layers.map((layer) => layer.metadata),
  );
  const threshold = layers.findLast((layer) => layer.threshold !== undefined)?.threshold;
  const description = layers.findLast((layer) => layer.description !== undefined)?.description;
  const { conversationId } = metadata;
  return {
    assertions: defaults.flatMap((layer) =>
      layer.assertions.map((assertion) => withGrader(assertion, graders)),
    ),
    options: mergedOptions(layers),
    metadata,
    slices: {},
    tags: [],
    critical: false,
    ...(typeof conversationId === "string" && { cluster: conversationId }),
    ...(description !== undefined && { description }),
    ...(threshold !== undefined && { threshold }),
    ...pick(layers, "onlyPrompts"),
    ...pick(layers, "onlyProviders"),
    ...pick(layers, "givenOutput"),
    at: last.at,
  };
}

/** Key by key, and what is meant for the provider key by key in its turn. */
function mergedOptions(layers: readonly TestLayer[]): TestOptions {
  const options: TestOptions = Object.assign({}, ...layers.map((layer) => layer.options));
  if (options.settings === undefined) return options;
  return { ...options, settings: Object.assign({}, ...layers.map((layer) => layer.options.settings)) };
}

function pick<K extends "onlyPrompts" | "onlyProviders" | "givenOutput">(
  layers: readonly TestLayer[],
  key: K,
): Partial<Pick<TestLayer, K>> {
  const found: Partial<Pick<TestLayer, K>> = {};
  for (const layer of layers) if (layer[key] !== undefined) found[key] = layer[key];
  return found;
}

function withGrader(assertion: AssertionSpec, graders: ReadonlyMap<string, ProviderSpec>): AssertionSpec {
  if (graders.size === 0) return assertion;
  const kind = kindsOfTypes.find(([types]) => types.test(assertion.type))?.[1];
  const provider = kind === undefined ? undefined : graders.get(kind);
  const assertions = assertion.assertions?.map((inner) => withGrader(inner, graders));
  return {
    ...assertion,
    ...(provider && assertion.provider === undefined && { provider }),
    ...(assertions && { assertions }),
  };
}

function oneTest(
  shared: Shared,
  choices: ReadonlyMap<string, VarChoice>,
  unique: (id: string) => string,
): SuiteTest {
  const vars = new Map<string, Json>();
  const scripts = new Map<string, ScriptSpec>();
  const data = new Set<string>();
  for (const [name, { value, isData, script }] of choices) {
    vars.set(name, value);
    if (script) scripts.set(name, script);
    if (isData) data.add(name);
  }
  const own = shared.description === undefined ? undefined : { description: shared.description };
  return {
    id: unique(contentId(vars, own)),
    ...shared,
    vars,
    renderVars: data.size < vars.size,
    ...(data.size > 0 && data.size < vars.size && { dataVars: data }),
    ...(scripts.size > 0 && { varScripts: scripts }),
  };
}
