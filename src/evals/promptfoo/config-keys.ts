import { closest } from "../../core/suggest.js";
import type { SuiteSource } from "../suite/suite-source.js";
import { leaveOut, type Reading } from "./reading.js";

/** The keys that are read. */
const read = [
  ...["description", "tags", "env", "prompts", "providers", "targets", "tests", "scenarios", "defaultTest"],
  ...["derivedMetrics", "evaluateOptions", "commandLineOptions", "assertionTemplates", "metadata", "$schema"],
  "nunjucksFilters",
];

/** The keys that mlx does not follow, and what to do instead. */
const foreign: Readonly<Record<string, string>> = {
  outputPath: "name the files when you run it: --output results.jsonl",
  writeLatestResults: "mlx keeps every evaluation in its ledger",
  sharing: "mlx sends results nowhere",
  extensions: "mlx calls no hooks while it runs",
  redteam: "it needs a service that promptfoo hosts",
  tracing: "mlx records no traces of providers",
  embeddedTests: "write them under tests",
};

const options: Readonly<Record<string, string>> = {
  timeoutMs: "use --timeout",
  maxEvalTimeMs: "use --max-cost or --limit to bound a run",
  cache: "use --no-cache",
  share: "mlx sends results nowhere",
  generateSuggestions: "mlx makes no suggestions",
  interactiveProviders: "use --concurrency 1 to ask one at a time",
  filterPattern: "use --filter",
  filterFirstN: "use --limit",
  filterSample: "use --limit",
  filterProviders: "use --provider",
  filterTargets: "use --provider",
};

/** How a suite is run, as far as its file says. */
export interface RunSettings {
  readonly repeat?: number;
  readonly concurrency?: number;
  /** Milliseconds of rest behind each call; calls then follow one another. */
  readonly delayMs?: number;
}

/** Notes every key of the file that mlx does not follow. */
export function noteKeys(reading: Reading, source: SuiteSource, keys: Iterable<string>): void {
  for (const key of keys) {
    if (read.includes(key) || /^(?:x-|[_.])/.test(key)) continue;
    const meant = closest(key, [...read, ...Object.keys(foreign)]);
    const unknown = meant === undefined ? "promptfoo has no such key" : `did you mean ${meant}?`;
    leaveOut(reading, source, [key], key, foreign[key] ?? unknown);
  }
}

/** Reads `evaluateOptions` and `commandLineOptions`; the latter win. */
export function readRunSettings(
  reading: Reading,
  source: SuiteSource,
  config: ReadonlyMap<string, unknown>,
): RunSettings {
  const settings: { -readonly [Key in keyof RunSettings]: RunSettings[Key] } = {};
  for (const key of ["evaluateOptions", "commandLineOptions"]) {
    const value = config.get(key) ?? undefined;
    if (value === undefined) continue;
    for (const [name, inner] of source.fields.mapping(value, [key]) ?? []) {
      const path = [key, name];
      const whole = { whole: true, min: 1 };
      if (name === "repeat") {
        const repeat = source.fields.number(inner, path, whole);
        if (repeat !== undefined) settings.repeat = repeat;
      } else if (name === "maxConcurrency") {
        const concurrency = source.fields.number(inner, path, whole);
        if (concurrency !== undefined) settings.concurrency = concurrency;
      } else if (name === "delay") {
        const delayMs = source.fields.number(inner, path, { min: 0 });
        if (delayMs !== undefined) settings.delayMs = delayMs;
      } else if (isAsked(name, inner)) {
        leaveOut(
          reading,
          source,
          path,
          `${key}.${name}`,
          options[name] ?? "mlx has no such setting; mlx eval run --help lists its options",
        );
      }
    }
  }
  return settings.delayMs ? { ...settings, concurrency: 1 } : settings;
}

/** Whether a setting asks for anything else than mlx does anyway. */
function isAsked(name: string, value: unknown): boolean {
  if (
    [
      "showProgressBar",
      "progressBar",
      "table",
      "write",
      "verbose",
      "tableCellMaxLength",
      "maxCharsPerCell",
    ].includes(name)
  )
    return false;
  if (name === "cache") return value === false;
  return value !== null && value !== false && value !== 0;
}
