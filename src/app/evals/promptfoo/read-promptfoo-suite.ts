import { realpathSync } from "node:fs";
import { basename, dirname, relative, sep } from "node:path";
import { sha256Of } from "../../../core/sha256.js";
import { noteKeys, readRunSettings } from "../../../evals/promptfoo/config-keys.js";
import { readDerived } from "../../../evals/promptfoo/read-derived.js";
import { readTestLayer } from "../../../evals/promptfoo/read-test-layer.js";
import type { TestLayer } from "../../../evals/promptfoo/test-layer.js";
import { invalidSuite } from "../../../evals/suite/invalid-suite.js";
import { readTexts } from "../../../evals/suite/read-texts.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { Suite } from "../../../evals/types.js";
import type { Mapping } from "../../../prompts/front-matter/field-reader.js";
import { readDotEnv } from "../../../providers/read-dot-env.js";
import type { App } from "../../app.js";
import { digestNamed } from "../digest-named.js";
import { PromptfooFiles } from "./promptfoo-files.js";
import { readFilters } from "./read-filters.js";
import { readPrompts } from "./read-prompts.js";
import { readProviders } from "./read-providers.js";
import { readScenarios } from "./read-scenarios.js";
import { readTests, type TestReading } from "./read-tests.js";
import { suiteEnvironment } from "./suite-environment.js";
import { TestGenerators } from "./test-generators.js";
import { keptPart, type TestPart, testSource } from "./test-part.js";

/**
 * Reads a suite of promptfoo with promptfoo's own meaning, and every file that it names.
 * @param file absolute. @param text what it holds, decoded.
 * @throws {MlxError} `MLX_INVALID_SUITE`, exit 2, with every problem at its place; `MLX_SCRIPT` of code that makes tests.
 */
export async function readPromptfooSuite(app: App, file: string, text: string): Promise<Suite> {
  const { root } = await app.workspace();
  const top = realpathSync(root);
  const folder = dirname(file);
  const shown = relative(top, file).split(sep).join("/");
  const around = { ...(await readDotEnv(folder)), ...app.env };
  const own = await suiteEnvironment(text, shown, around);
  const env = { ...around, ...own };
  const files = new PromptfooFiles(top, folder, env);
  const source = await files.source(text, shown, false);
  const config = source.fields.mapping(source.yaml.value, []);
  const generators = new TestGenerators({ folder, env, signal: app.signal, selfCommand: app.selfCommand });
  try {
    const digests = new Map([[shown, sha256Of(text)]]);
    const reading = { files, generators, digests, isData: false };
    const suite = await readParts(reading, source, config ?? new Map(), basename(shown));
    if (files.problems.length > 0) throw invalidSuite(shown, files.problems);
    await digestNamed(files.named.values(), digests);
    return { ...suite, file: shown, folder, env: own, notKept: files.notKept, digests };
  } finally {
    await generators.close();
  }
}

type Parts = Omit<Suite, "file" | "folder" | "env" | "notKept" | "digests">;

async function readParts(
  reading: TestReading,
  source: SuiteSource,
  config: Mapping,
  fileName: string,
): Promise<Parts> {
  const { files } = reading;
  noteKeys(files, source, config.keys());
  const description = config.get("description");
  const key = config.has("providers") ? "providers" : "targets";
  const providers = config.has(key) ? await readProviders(files, source, config.get(key), [key]) : [];
  if (!config.has(key))
    source.fields.refuse([], "there are no providers", "name who is asked: providers: [openai:MODEL]");
  const prompts = await readPrompts(files, source, config.get("prompts"));
  readTexts(source, config.get("env") ?? {}, ["env"]);
  const tests = await readAllTests(reading, source, config);
  const { repeat, concurrency, delayMs } = readRunSettings(files, source, config);
  const filters = readFilters(files, source, config.get("nunjucksFilters"));
  return {
    name: fileName.replace(/\.(?:ya?ml|json)$/i, ""),
    ...(typeof description === "string" && { description }),
    format: "promptfoo",
    prompts,
    providers: delayMs === undefined ? providers : providers.map((spec) => ({ delayMs, ...spec })),
    ...(filters && { filters }),
    tests: testSource(tests),
    repeat: repeat ?? 1,
    gates: [],
    errorsAllowed: 0,
    budget: {},
    ...(concurrency !== undefined && { concurrency }),
    derived: readDerived(files, source, config.get("derivedMetrics")),
  };
}

async function readAllTests(
  reading: TestReading,
  source: SuiteSource,
  config: Mapping,
): Promise<readonly TestPart[]> {
  const inherited = await readDefaults(reading, source, config.get("defaultTest"));
  const tests = await readTests(reading, source, config.get("tests"), ["tests"], inherited);
  const scenarios = await readScenarios(reading, source, config.get("scenarios"), ["scenarios"], inherited);
  if (tests.length + scenarios.length > 0) return [...tests, ...scenarios];
  const empty: TestLayer = {
    ...{ vars: new Map(), assertions: [], options: {}, graders: new Map(), metadata: {} },
    at: source.place([]),
  };
  const part = keptPart([[...inherited, empty]]);
  return part ? [part] : [];
}

async function readDefaults(
  { files }: TestReading,
  source: SuiteSource,
  value: unknown,
): Promise<readonly TestLayer[]> {
  if (value === undefined || value === null) return [];
  const path = ["defaultTest"];
  const inner = typeof value === "string" ? await files.open(source, value, path, false) : source;
  if (!inner) return [];
  const isFile = inner !== source;
  const layer = readTestLayer(files, isFile ? inner.yaml.value : value, {
    ...{ source: inner, path: isFile ? [] : path, isData: false, kind: "defaultTest" },
  });
  return layer ? [layer] : [];
}
