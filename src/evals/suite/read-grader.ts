import { closest } from "../../core/suggest.js";
import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { ThresholdGate } from "../gate-spec.js";
import { graderTypes } from "../graders/grader-of.js";
import { scoredKind } from "../graders/scored-types.js";
import type { AssertionSpec } from "../types.js";
import { languageOf, takesLimit, valueNeed } from "./grader-values.js";
import { keyReader } from "./key-reader.js";
import { readNamedValue } from "./read-named-value.js";
import { readProvider } from "./read-provider.js";
import { readScoredGrader } from "./read-scored-grader.js";
import { namesScript, readScript } from "./read-script.js";
import type { SuiteSource } from "./suite-source.js";
import { readTemplates } from "./template-uses.js";

/** A grader of a suite. */
export interface SuiteGrader {
  readonly spec: AssertionSpec;
  /** Its value is what the case expects. */
  readonly takesExpected: boolean;
  /** What its threshold demands of all cases together, where it is a metric. */
  readonly gate?: ThresholdGate;
}

/** What graders may do where they are written. */
export interface GraderRules {
  /** Whether the cases say what is expected. */
  readonly hasExpected: boolean;
  /** False in data files: nothing there is run, read from a file, sent elsewhere or filled in. */
  readonly trusted: boolean;
}

const options = [
  "type",
  "value",
  "threshold",
  "weight",
  "metric",
  "not",
  "provider",
  "config",
  "transform",
  "graders",
];

/** A list of graders. */
export function readGraders(
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  rules: GraderRules,
): SuiteGrader[] {
  return (source.fields.list(value, path) ?? []).flatMap(
    (item, index) => readGrader(source, item, [...path, index], rules) ?? [],
  );
}

/** `is-json`, `{contains: text}`, `{contains: text, weight: 2}` or `{type: contains, value: text}`. */
function readGrader(
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  rules: GraderRules,
): SuiteGrader | undefined {
  const { fields } = source;
  if (typeof value === "string")
    return finish(source, { type: value, typePath: path, path, fields: new Map(), rules });
  if (!isMapping(value)) {
    return fields.refuseKind(path, "the name of a grader or a mapping, like {contains: text}", value);
  }
  const mapping: Mapping = new Map(Object.entries(value));
  if (!mapping.has("type")) return readShorthand(source, mapping, path, rules);
  for (const key of mapping.keys()) if (!options.includes(key)) fields.unknownKey(path, key, options);
  const type = fields.text(mapping.get("type"), [...path, "type"]);
  return type === undefined
    ? undefined
    : finish(source, { type, typePath: [...path, "type"], path, fields: mapping, rules });
}

/** `{contains: text}`: one key is the type, and its value the grader's. */
function readShorthand(
  source: SuiteSource,
  mapping: Mapping,
  path: FieldPath,
  rules: GraderRules,
): SuiteGrader | undefined {
  const names = [...mapping.keys()].filter((key) => !options.includes(key) && !key.startsWith("x-"));
  const [name, second] = names;
  if (name === undefined) {
    const hint = "write {contains: text} or {type: contains, value: text}";
    return source.fields.refuse(path, "a grader needs a type", hint);
  }
  if (second !== undefined) return refuseSeveral(source, path, names, second);
  const shorthand = new Map([...mapping, ["value", mapping.get(name)] as const]);
  return finish(source, {
    type: name,
    typePath: [...path, name],
    path,
    fields: shorthand,
    valuePath: [...path, name],
    rules,
  });
}

function refuseSeveral(
  source: SuiteSource,
  path: FieldPath,
  names: readonly string[],
  second: string,
): undefined {
  const each = "begin a new item of the list for each";
  const unknown = names.find((name) => !isKnown(name));
  if (unknown === undefined)
    return source.fields.refuseKey(path, second, `two graders in one: ${names.join(", ")}`, each);
  const meant = closest(unknown, options);
  return source.fields.refuseKey(
    path,
    unknown,
    `unknown key ${JSON.stringify(unknown)} in a grader`,
    meant === undefined ? each : `did you mean ${meant}?`,
  );
}

interface Written {
  readonly type: string;
  readonly typePath: FieldPath;
  readonly path: FieldPath;
  readonly fields: Mapping;
  readonly valuePath?: FieldPath;
  readonly rules: GraderRules;
}

function isKnown(type: string): boolean {
  return graderTypes.includes(type.replace(/^not-/, ""));
}

function finish(source: SuiteSource, written: Written): SuiteGrader | undefined {
  const { path, rules } = written;
  const type = written.type.replace(/^not-/, "");
  if (!isKnown(type)) return refuseType(source, written, type);
  const given = written.fields;
  const read = keyReader(given, path);
  const { fields } = source;
  const not = read("not", (value, place) => fields.boolean(value, place)) ?? false;
  const threshold = read("threshold", (value, place) => fields.number(value, place));
  const weight = read("weight", (value, place) => fields.number(value, place, { min: 0 })) ?? 1;
  const metric = read("metric", (value, place) => fields.text(value, place));
  const config = read("config", (value, place) => fields.jsonMapping(value, place)) ?? {};
  const provider = read("provider", (value, place) => readProvider(source, value, place));
  const transform = read("transform", (value, place) => readScript(source, value, place));
  const inner = read("graders", (value, place) => readGraders(source, value, place, rules));
  const spec = {
    ...{ type, negated: written.type.startsWith("not-") !== not, renderValue: false, weight, config },
    ...(threshold !== undefined && { threshold }),
    ...(metric !== undefined && { metric }),
    ...(provider && { provider }),
    ...(transform && { transform }),
    at: source.place(path),
  };
  if (!rules.trusted) refuseActions(source, written, type);
  if (type === "assert-set") return setOf(source, written, spec, inner);
  if (inner !== undefined)
    fields.refuseKey(path, "graders", `only assert-set holds graders, ${type} does not`);
  if (scoredKind(type) !== undefined) {
    const valuePath = written.valuePath ?? [...path, "value"];
    const { hasExpected } = rules;
    return readScoredGrader(source, { path, fields: given, valuePath, hasExpected }, spec);
  }
  return withValue(source, written, spec);
}

function refuseType(source: SuiteSource, { type: typed, typePath }: Written, type: string): undefined {
  const meant = closest(type, graderTypes);
  const hint = meant === undefined ? "docs/eval-suites.md lists the graders" : `did you mean ${meant}?`;
  const key = typePath.at(-1);
  const message = `unknown grader ${JSON.stringify(typed)}`;
  return typeof key === "string" && key !== "type"
    ? source.fields.refuseKey(typePath.slice(0, -1), key, message, hint)
    : source.fields.refuse(typePath, message, hint);
}

/** Data may come from anybody: what it says is compared, and never acted upon. */
function refuseActions(source: SuiteSource, { path, fields }: Written, type: string): void {
  const what =
    languageOf(type) !== undefined || type === "webhook"
      ? type
      : ["provider", "transform"].find((key) => fields.has(key));
  if (what !== undefined)
    source.fields.refuse(path, `${what} may not be used in a data file`, "write this grader in the suite");
}

function setOf(
  source: SuiteSource,
  { path, fields, valuePath }: Written,
  spec: AssertionSpec,
  graders: SuiteGrader[] | undefined,
): SuiteGrader | undefined {
  const inner =
    graders ??
    (Array.isArray(fields.get("value")) && valuePath
      ? readGraders(source, fields.get("value"), valuePath, { hasExpected: false, trusted: true })
      : []);
  if (inner.length === 0)
    return source.fields.refuse(path, "assert-set needs graders", "write {type: assert-set, graders: [..]}");
  return { spec: { ...spec, assertions: inner.map((grader) => grader.spec) }, takesExpected: false };
}

function withValue(source: SuiteSource, written: Written, spec: AssertionSpec): SuiteGrader | undefined {
  const { type } = spec;
  const { path, rules } = written;
  const valuePath = written.valuePath ?? [...path, "value"];
  const value = written.fields.get("value") ?? undefined;
  if (value === undefined) {
    const need = valueNeed(type);
    if (need === "expected" && rules.hasExpected) return { spec, takesExpected: true };
    if (need === "none") return { spec, takesExpected: false };
    const hint =
      need === "expected"
        ? `write {${type}: VALUE}, or say which column is expected`
        : `write {${type}: VALUE}`;
    return source.fields.refuse(path, `${type} needs a value`, hint);
  }
  if (takesLimit(type) && typeof value === "number")
    return { spec: { ...spec, threshold: value }, takesExpected: false };
  const language = languageOf(type);
  const isScript = language !== undefined || (typeof value === "string" && namesScript(value));
  if (rules.trusted && isScript) {
    const script = readScript(source, value, valuePath, language);
    return script && { spec: { ...spec, script }, takesExpected: false };
  }
  const json = source.fields.json(value, valuePath);
  if (json === undefined) return undefined;
  return { spec: { ...spec, ...filled(source, json, valuePath, rules) }, takesExpected: false };
}

/** A value as it is, or what the file holds that it names. */
function filled(
  source: SuiteSource,
  value: Json,
  path: FieldPath,
  { trusted }: GraderRules,
): Pick<AssertionSpec, "value" | "renderValue"> {
  if (!trusted) return { value, renderValue: false };
  if (typeof value === "string" && value.startsWith("file://")) return readNamedValue(source, value, path);
  return { value, renderValue: readTemplates(source, value, path) };
}
