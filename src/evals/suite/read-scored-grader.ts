import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { ThresholdGate } from "../gate-spec.js";
import { averagesOf, isLoss, scoredKind } from "../graders/scored-types.js";
import type { AssertionSpec } from "../types.js";
import type { SuiteGrader } from "./read-grader.js";
import type { SuiteSource } from "./suite-source.js";

/** Settings that name columns, texts or numbers. */
const texts = ["truth", "prediction", "positive"];
const known = [...texts, "score", "average", "task", "tolerance", "bins"];
const tasks = ["binary", "multiclass", "multilabel"];

/** What was written of a metric that grades. */
interface WrittenMetric {
  readonly path: FieldPath;
  readonly fields: Mapping;
  readonly valuePath: FieldPath;
  readonly hasExpected: boolean;
}

/** A grader that is called after a metric, `f1` or `{f1: {average: macro}}`: its settings, and the gate that its threshold is. */
export function readScoredGrader(
  source: SuiteSource,
  { path, fields, valuePath, hasExpected }: WrittenMetric,
  { threshold, metric, ...spec }: AssertionSpec,
): SuiteGrader | undefined {
  const { type } = spec;
  if (spec.negated)
    return source.fields.refuse(path, `not-${type} means nothing: ${type} is a figure of all cases`);
  const value = fields.get("value") ?? undefined;
  if (value !== undefined && !isMapping(value)) {
    return source.fields.refuseKind(valuePath, `settings of ${type}, like {${type}: {truth: COLUMN}}`, value);
  }
  const settings = new Map<string, unknown>([...Object.entries(spec.config), ...Object.entries(value ?? {})]);
  const config: Record<string, Json> = { name: metric ?? type };
  for (const [key, setting] of settings) {
    const at =
      value !== undefined && Object.hasOwn(value, key) ? [...valuePath, key] : [...path, "config", key];
    const read = readSetting(source, type, key, setting, at);
    if (read !== undefined) config[key] = read;
  }
  const takesExpected = config["truth"] === undefined;
  if (takesExpected && !hasExpected) {
    const hint = `write {${type}: {truth: COLUMN}}, or say which column is expected`;
    return source.fields.refuse(path, `nothing says what is true, which ${type} needs`, hint);
  }
  return {
    spec: { ...spec, config },
    takesExpected,
    ...(threshold !== undefined && { gate: gateOf(source, type, metric ?? type, threshold, path) }),
  };
}

function readSetting(
  source: SuiteSource,
  type: string,
  key: string,
  value: unknown,
  at: FieldPath,
): Json | undefined {
  const { fields } = source;
  if (texts.includes(key)) return fields.text(scalarText(value), at);
  const isOfNumbers = scoredKind(type) === "numbers";
  if (key === "score" && !isOfNumbers) return readScores(source, value, at);
  if (key === "tolerance" && isOfNumbers) return fields.number(value, at, { min: 0 });
  if (key === "bins" && type === "ece") return fields.number(value, at, { whole: true, min: 1, max: 999 });
  if (key === "task" && !isOfNumbers) return choice(source, value, at, tasks);
  const averages = averagesOf(type);
  if (key === "average" && averages.length > 0) return choice(source, value, at, averages);
  if (known.includes(key)) return fields.refuse(at, `${type} has no ${key}`);
  fields.unknownKey(at.slice(0, -1), key, known);
  return undefined;
}

/** A column, or a column for each class. */
function readScores(source: SuiteSource, value: unknown, at: FieldPath): Json | undefined {
  if (!isMapping(value)) return source.fields.text(value, at);
  const columns = Object.entries(value).flatMap(([name, column]) => {
    const text = source.fields.text(column, [...at, name]);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(columns);
}

function choice(
  source: SuiteSource,
  value: unknown,
  at: FieldPath,
  names: readonly string[],
): string | undefined {
  const text = source.fields.text(value, at);
  if (text === undefined || names.includes(text)) return text;
  return source.fields.refuse(at, `expected one of ${names.join(", ")}, found ${JSON.stringify(text)}`);
}

/** A class may be written as a number, or as yes or no. */
function scalarText(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function gateOf(
  source: SuiteSource,
  type: string,
  metric: string,
  threshold: number,
  path: FieldPath,
): ThresholdGate {
  const [limit, sign] = isLoss(type) ? [{ max: threshold }, "≤"] : [{ min: threshold }, "≥"];
  const at = source.place([...path, "threshold"]);
  return { kind: "threshold", name: `${metric} ${sign} ${threshold}`, metric, ...limit, by: "estimate", at };
}
