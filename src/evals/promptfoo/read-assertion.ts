import { closest } from "../../core/suggest.js";
import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { graderTypes } from "../graders/grader-of.js";
import { namesScript } from "../suite/read-script.js";
import type { SuiteSource } from "../suite/suite-source.js";
import type { AssertionSpec, ScriptSpec } from "../types.js";
import { foreignReason, isAssertionType, typeHere } from "./assertion-types.js";
import { readCode } from "./read-code.js";
import { leaveOut, type Reading } from "./reading.js";

const keys = [
  ...["type", "value", "config", "threshold", "weight", "metric", "provider", "rubricPrompt"],
  ...["transform", "contextTransform", "assert"],
];

const languages: ReadonlyMap<string, ScriptSpec["language"]> = new Map([
  ["javascript", "javascript"],
  ["python", "python"],
  ["ruby", "ruby"],
]);

/** A list of assertions. */
export function readAssertions(
  reading: Reading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
): AssertionSpec[] {
  if (value === undefined || value === null) return [];
  return (source.fields.list(value, path) ?? []).flatMap(
    (item, index) => readAssertion(reading, source, item, [...path, index]) ?? [],
  );
}

function readAssertion(
  reading: Reading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
): AssertionSpec | undefined {
  const { fields } = source;
  if (!isMapping(value)) return fields.refuseKind(path, "an assertion: {type: contains, value: text}", value);
  const given = new Map(Object.entries(value));
  for (const key of given.keys()) if (!keys.includes(key)) unknownKey(reading, source, key, path);
  const written = fields.text(given.get("type"), [...path, "type"]);
  if (written === undefined) return undefined;
  const type = knownType(reading, source, written, path);
  if (type === undefined) return undefined;
  const at = (key: string): FieldPath => [...path, key];
  const read = <T>(key: string, reader: (value: unknown, at: FieldPath) => T | undefined): T | undefined => {
    const inner = given.get(key) ?? undefined;
    return inner === undefined ? undefined : reader(inner, at(key));
  };
  const threshold = read("threshold", (inner, place) => numberOf(source, inner, place));
  const metric = read("metric", (inner, place) => fields.text(inner, place));
  const provider = read("provider", (inner, place) => reading.provider(source, ofKind(inner, type), place));
  const rubricPrompt = read("rubricPrompt", (inner, place) => readRubric(reading, source, inner, place));
  const transform = read("transform", (inner, place) => readCode(source, inner, place, "get_transform"));
  const contextTransform = read("contextTransform", (inner, place) =>
    readCode(source, inner, place, "get_transform"),
  );
  const assertions =
    type === "assert-set" ? readAssertions(reading, source, given.get("assert"), at("assert")) : undefined;
  if (type === "assert-set" && written.startsWith("not-")) {
    return fields.refuse(at("type"), "assert-set cannot be turned round with not-");
  }
  const wanted = type === "max-score" ? ofMaxScore(given.get("value")) : (given.get("value") ?? undefined);
  return {
    type,
    negated: written.startsWith("not-"),
    renderValue: true,
    weight: read("weight", (inner, place) => fields.number(inner, place, { min: 0 })) ?? 1,
    config: read("config", (inner, place) => fields.jsonMapping(inner, place)) ?? {},
    ...(threshold !== undefined && { threshold }),
    ...(metric !== undefined && { metric }),
    ...(provider && { provider }),
    ...(rubricPrompt !== undefined && { rubricPrompt }),
    ...(transform && { transform }),
    ...(contextTransform && { contextTransform }),
    ...(assertions && { assertions }),
    ...readValue(reading, source, type, wanted, at("value")),
    at: source.place(path),
  };
}

function unknownKey(reading: Reading, source: SuiteSource, key: string, path: FieldPath): void {
  const meant = closest(key, keys);
  const reason = meant === undefined ? "it means nothing in an assertion" : `did you mean ${meant}?`;
  leaveOut(reading, source, [...path, key], key, reason);
}

function knownType(
  reading: Reading,
  source: SuiteSource,
  written: string,
  path: FieldPath,
): string | undefined {
  const type = written.replace(/^not-/, "");
  if (isAssertionType(type)) return typeHere(type);
  const reason = foreignReason(type);
  if (reason !== undefined)
    return leaveOut(reading, source, [...path, "type"], `assertion ${written}`, reason);
  const meant = closest(type, graderTypes);
  return source.fields.refuse(
    [...path, "type"],
    `unknown assertion type ${JSON.stringify(written)}`,
    meant === undefined ? "docs/coming-from-promptfoo.md lists the types" : `did you mean ${meant}?`,
  );
}

function numberOf(source: SuiteSource, value: unknown, path: FieldPath): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return source.fields.number(typeof number === "number" && Number.isNaN(number) ? value : number, path);
}

/** `{text: …, embedding: …}` names a provider for each kind of work. */
function ofKind(value: unknown, type: string): unknown {
  if (!isMapping(value) || value["id"] !== undefined) return value;
  const kind = type.startsWith("similar")
    ? "embedding"
    : type === "classifier"
      ? "classification"
      : type === "moderation"
        ? "moderation"
        : "text";
  return value[kind] ?? value;
}

/** The code or data that an assertion compares with. */
function readValue(
  reading: Reading,
  source: SuiteSource,
  type: string,
  value: unknown,
  path: FieldPath,
): { readonly value?: Json; readonly script?: ScriptSpec } {
  if (value === undefined) return {};
  const language = languages.get(type);
  if (typeof value === "string") {
    if (language !== undefined || namesScript(value)) {
      const script = readCode(source, value, path, "get_assert", language);
      return script ? { script } : {};
    }
    if (value.startsWith("file://")) {
      const held = reading.fileValue(source, value.slice("file://".length), path);
      return held === undefined ? {} : { value: held };
    }
  }
  const json = source.fields.json(value, path);
  return json === undefined ? {} : { value: json };
}

/** promptfoo lets every assertion count alike in a comparison of scores, whatever its weight. */
function ofMaxScore(value: unknown): unknown {
  return value === undefined || value === null
    ? { weights: {} }
    : isMapping(value)
      ? { weights: {}, ...value }
      : value;
}

/** A text, a list of messages, or the file that holds one. */
export function readRubric(
  reading: Reading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
): string | undefined {
  if (typeof value === "string" && value.startsWith("file://")) {
    if (namesScript(value))
      return leaveOut(reading, source, path, "rubricPrompt", "a function cannot write it; give its text");
    const held = reading.fileValue(source, value.slice("file://".length), path);
    return held === undefined || typeof held === "string" ? held : JSON.stringify(held);
  }
  if (typeof value === "object" && value !== null) {
    const json = source.fields.json(value, path);
    return json === undefined ? undefined : JSON.stringify(json);
  }
  return source.fields.text(value, path);
}
