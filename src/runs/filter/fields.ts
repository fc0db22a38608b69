import { closest } from "../../core/suggest.js";
import type { FilterField, FilterOperator } from "../query.js";
import { type FilterSource, filterError } from "./filter-error.js";
import type { Token } from "./tokens.js";

type Entity = FilterField["entity"];

/** What a field holds: times are epoch milliseconds. */
export type FieldType = "number" | "time" | "text";

const entities: ReadonlyMap<string, Entity> = new Map([
  ["metrics", "metric"],
  ["metric", "metric"],
  ["params", "param"],
  ["param", "param"],
  ["parameter", "param"],
  ["parameters", "param"],
  ["tags", "tag"],
  ["tag", "tag"],
  ["attributes", "attribute"],
  ["attribute", "attribute"],
  ["attr", "attribute"],
  ["run", "attribute"],
  ["datasets", "dataset"],
  ["dataset", "dataset"],
]);

const attributeTypes: ReadonlyMap<string, FieldType> = new Map([
  ["run_id", "text"],
  ["run_name", "text"],
  ["status", "text"],
  ["start_time", "time"],
  ["end_time", "time"],
  ["user_id", "text"],
  ["artifact_uri", "text"],
  ["experiment", "text"],
  ["commit", "text"],
  ["branch", "text"],
  ["dirty", "text"],
  ["kind", "text"],
]);

const attributeAliases: ReadonlyMap<string, string> = new Map([
  ["created", "start_time"],
  ["Created", "start_time"],
  ["run name", "run_name"],
  ["Run name", "run_name"],
  ["Run Name", "run_name"],
]);

const datasetKeys: readonly string[] = ["name", "digest", "context"];

/** Whether a name says by itself what it means: an attribute, or a key of metrics, params, tags or data sets. */
export function isFieldName(text: string): boolean {
  const dot = text.indexOf(".");
  return dot < 0 ? attributeTypes.has(attributeAliases.get(text) ?? text) : entities.has(text.slice(0, dot));
}

/** The field that a name means. @throws {MlxError} `MLX_INVALID_FILTER`, with the name that was probably meant. */
export function fieldOf(source: FilterSource, name: Extract<Token, { kind: "name" }>): FilterField {
  const { key } = name;
  const entity = name.entity === undefined ? "attribute" : entities.get(name.entity.text);
  if (entity === undefined) {
    const meant = closest(name.entity?.text ?? "", entities.keys());
    const message = `there is no ${JSON.stringify(name.entity?.text)} to ask for`;
    throw filterError(source, name.start, message, meant === undefined ? known : `did you mean ${meant}?`);
  }
  if (entity === "attribute") {
    const attribute = attributeAliases.get(key.text) ?? key.text;
    if (attributeTypes.has(attribute)) return { entity, key: attribute };
    throw filterError(
      source,
      key.start,
      `there is no attribute ${JSON.stringify(key.text)}`,
      attributeHint(name),
    );
  }
  if (entity === "dataset" && !datasetKeys.includes(key.text)) {
    const message = `a data set has no ${JSON.stringify(key.text)}`;
    throw filterError(source, key.start, message, `it has ${datasetKeys.join(", ")}`);
  }
  return { entity, key: key.text };
}

const known = "there are metrics, params, tags, attributes and datasets";

function attributeHint({ entity, key }: Extract<Token, { kind: "name" }>): string {
  const meant = closest(key.text, attributeTypes.keys());
  if (meant !== undefined) return `did you mean ${meant}?`;
  if (entity === undefined)
    return `did you mean metrics.${key.text}, params.${key.text} or tags.${key.text}?`;
  return `there are ${[...attributeTypes.keys()].join(", ")}`;
}

export function typeOf({ entity, key }: FilterField): FieldType {
  if (entity === "metric") return "number";
  return entity === "attribute" ? (attributeTypes.get(key) ?? "text") : "text";
}

/** The comparisons that make sense for a field. */
export function operatorsFor(field: FilterField): readonly FilterOperator[] {
  if (typeOf(field) !== "text") return ["=", "!=", "<", "<=", ">", ">="];
  const hasLists = field.entity === "attribute" || field.entity === "dataset";
  return ["=", "!=", "LIKE", "ILIKE", ...(hasLists ? (["IN", "NOT IN"] as const) : [])];
}
