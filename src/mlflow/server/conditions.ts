import { matchesLike } from "../../runs/filter/like.js";
import { invalid } from "./service-error.js";

const operators = ["=", "!=", "<", "<=", ">", ">=", "LIKE", "ILIKE", "IN", "NOT IN"] as const;
type Operator = (typeof operators)[number];

/** One comparison of a filter over experiments or logged models. All of a filter's must hold. */
export interface Condition {
  readonly entity: "attribute" | "tag" | "param" | "metric";
  readonly key: string;
  readonly operator: Operator;
  readonly value: string | number | readonly string[];
}

const entities: Readonly<Record<string, Condition["entity"]>> = {
  ...{ attribute: "attribute", attributes: "attribute", attr: "attribute", experiment: "attribute" },
  ...{ tag: "tag", tags: "tag", param: "param", params: "param", parameter: "param", parameters: "param" },
  ...{ metric: "metric", metrics: "metric" },
};

const quoted = /'[^']*'|"[^"]*"/.source;
const clause = new RegExp(
  [
    String.raw`^\s*(?:(\w+)\.)?(\`[^\`]+\`|"[^"]+"|[\w.\-/]+)`,
    String.raw`\s*(!=|<=|>=|=|<|>|\b(?:NOT\s+IN|IN|ILIKE|LIKE)\b)`,
    String.raw`\s*(${quoted}|\((?:\s*(?:${quoted})\s*,?)+\s*\)|[-+]?[\d.]+(?:e[-+]?\d+)?(?![\w.]))`,
    String.raw`\s*(?:\bAND\b|$)`,
  ].join(""),
  "i",
);

/**
 * Reads `name LIKE 'a%' AND tags.team = 'x' AND metrics.loss < 0.1`.
 * @throws {ServiceError} INVALID_PARAMETER_VALUE with the part that cannot be understood.
 */
export function parseConditions(filter: string): Condition[] {
  const found: Condition[] = [];
  let rest = filter.trim();
  while (rest !== "") {
    const match = clause.exec(rest);
    if (match === null) {
      throw invalid(
        `the filter cannot be understood at ${JSON.stringify(rest.slice(0, 80))}: comparisons like name = 'x', joined by AND`,
      );
    }
    const [whole, prefix, key = "", operator = "", value = ""] = match;
    found.push(condition(prefix, key, operator, value));
    rest = rest.slice(whole.length).trim();
    if (rest === "" && /\bAND$/i.test(whole.trim())) throw invalid("the filter ends with AND");
  }
  return found;
}

/** Of an experiment's or a model's values one that is absent satisfies nothing. */
export function holds(actual: string | number | undefined, { key, operator, value }: Condition): boolean {
  if (actual === undefined) return false;
  if (operator === "IN" || operator === "NOT IN") {
    return [value].flat().includes(String(actual)) === (operator === "IN");
  }
  if (operator === "LIKE" || operator === "ILIKE") {
    return matchesLike(String(actual), String(value), operator === "LIKE");
  }
  if (operator === "=") return String(actual) === String(value);
  if (operator === "!=") return String(actual) !== String(value);
  const [left, right] = [Number(actual), Number(value)];
  if (Number.isNaN(right)) throw invalid(`${key} ${operator} needs a number, not ${JSON.stringify(value)}`);
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

/** The entity and key that a name such as `metrics.loss` or `name` means. */
export function fieldOf(name: string): Pick<Condition, "entity" | "key"> {
  const [, prefix, key = ""] = /^(?:(\w+)\.)?(.+)$/s.exec(name.trim()) ?? [];
  const entity = entityOf(prefix);
  return { entity, key: unquoted(key) };
}

function condition(prefix: string | undefined, key: string, operator: string, value: string): Condition {
  const wanted = operator.toUpperCase().replace(/\s+/, " ");
  const known = operators.find((one) => one === wanted);
  if (known === undefined) throw invalid(`there is no operator ${operator}`);
  const list = value.startsWith("(");
  if (list !== (known === "IN" || known === "NOT IN")) {
    throw invalid(`${known} and ${value.slice(0, 80)} do not go together`);
  }
  return { entity: entityOf(prefix), key: unquoted(key), operator: known, value: literal(value, list) };
}

function entityOf(prefix: string | undefined): Condition["entity"] {
  if (prefix === undefined) return "attribute";
  const entity = Object.hasOwn(entities, prefix.toLowerCase()) ? entities[prefix.toLowerCase()] : undefined;
  if (entity === undefined) throw invalid(`a filter cannot look at ${JSON.stringify(prefix)}`);
  return entity;
}

function literal(text: string, list: boolean): Condition["value"] {
  if (list) return [...text.matchAll(new RegExp(quoted, "g"))].map(([one]) => unquoted(one));
  return /^['"]/.test(text) ? unquoted(text) : Number(text);
}

function unquoted(text: string): string {
  return /^(['"`]).*\1$/s.test(text) ? text.slice(1, -1) : text;
}
