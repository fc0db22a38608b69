import { schemaKeywords } from "../front-matter/schema-keywords.js";
import { fitsType } from "../input-type.js";
import { isMapping } from "../json-value.js";
import { inputTypes, type Json } from "../types.js";

/** An input on its way from another format into front matter. */
export interface InputDraft {
  readonly name: string;
  /** JSON Schema of its value, `null` left aside; `{}` for any value. */
  readonly schema: { readonly [key: string]: Json };
  readonly optional: boolean;
  readonly default?: Json | undefined;
}

/** A draft whose schema our front matter takes: a single known type, keywords of JSON Schema, a default that fits. */
export function inputDraft(
  name: string,
  schema: Json,
  { optional = false, fallback }: { readonly optional?: boolean; readonly fallback?: Json | undefined } = {},
): InputDraft {
  const given = isMapping(schema) ? Object.entries(schema) : [];
  const types = [given.find(([key]) => key === "type")?.[1] ?? []].flat();
  const real = types.filter((type) => type !== "null");
  const type = inputTypes.find((known) => real.length === 1 && known === real[0]);
  const kept = given.flatMap(([key, value]): [string, Json][] => {
    if (key === "type") return type === undefined || type === "any" ? [] : [[key, type]];
    if (key === "enum" && Array.isArray(value)) return [[key, value.filter((choice) => choice !== null)]];
    return schemaKeywords.has(key) && key !== "default" ? [[key, value]] : [];
  });
  const fits = fallback === undefined || type === undefined || fallback === null || fitsType(fallback, type);
  const fitting = fits ? kept : kept.filter(([key]) => key !== "type" && key !== "enum");
  return {
    name,
    schema: Object.fromEntries(fitting),
    optional: optional || types.includes("null"),
    ...(fallback !== undefined && fallback !== null && { default: fallback }),
  };
}

/** The `inputs` of front matter: in the short form where it can say everything, else as one JSON Schema. */
export function inputsField(drafts: readonly InputDraft[]): ReadonlyMap<string, Json> {
  const needsSchema = drafts.some(
    ({ name, schema, optional }) =>
      (optional && Array.isArray(schema["required"])) ||
      (name === "schema" && Object.keys(schema).length > 1),
  );
  if (!needsSchema) return new Map(drafts.map((draft) => [draft.name, shortForm(draft)]));
  const required = drafts.filter((draft) => !draft.optional && draft.default === undefined);
  const whole: Json = {
    type: "object",
    properties: Object.fromEntries(drafts.map((draft) => [draft.name, withDefault(draft)])),
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
  };
  return new Map([["schema", whole]]);
}

function withDefault({ schema, default: fallback }: InputDraft): Json {
  return fallback === undefined ? schema : { ...schema, default: fallback };
}

function shortForm(draft: InputDraft): Json {
  const { type = "any", ...rest } = draft.schema;
  const extra = {
    ...rest,
    ...(draft.optional && draft.default === undefined && { required: false }),
    ...(draft.default !== undefined && { default: draft.default }),
  };
  return Object.keys(extra).length === 0 ? type : { type, ...extra };
}
