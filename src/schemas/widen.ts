import type { YamlPath } from "../core/yaml-source.js";
import { yamlWord } from "../core/yaml-word.js";
import type { SchemaEdit } from "./edit-schema-text.js";
import { outwardRange, outwardShare } from "./infer/outward.js";
import type { InferredColumn } from "./infer/schema-text.js";
import { columnLines } from "./infer/schema-text.js";
import type { DataSchema } from "./types.js";
import type { Violation } from "./violation.js";

/** What the accepted data say of a column. */
export interface AcceptedColumn extends InferredColumn {
  /** Values that the rule `values` lacks. */
  readonly newValues: readonly string[];
}

export interface Widening {
  readonly edits: readonly SchemaEdit[];
  /** Violations that no wider limit cures: something is wrong with the data, or with the rule. */
  readonly left: readonly Violation[];
}

/** More new values than these are no categories. */
const mostNewValues = 50;

/**
 * The changes after which data that were accepted fit: ranges, lists of values, nullability, lengths, figures, new and absent columns.
 * What a person has to decide is left: keys, patterns, references, expressions, and texts where numbers were.
 */
export function planWidening(
  schema: DataSchema,
  violations: readonly Violation[],
  accepted: ReadonlyMap<string, AcceptedColumn>,
): Widening {
  const edits: SchemaEdit[] = [];
  const left: Violation[] = [];
  for (const violation of violations) {
    const [name = ""] = violation.columns;
    const found = editsFor(schema, violation, accepted.get(name));
    if (found.length === 0) left.push(violation);
    edits.push(...found);
  }
  return { edits, left };
}

function editsFor(
  schema: DataSchema,
  { rule, columns, path, value }: Violation,
  accepted: AcceptedColumn | undefined,
): SchemaEdit[] {
  const column = schema.columns.find(({ name }) => name === columns[0]);
  const set = (at: YamlPath, text: string): SchemaEdit[] => [{ kind: "set", path: at, value: text }];
  switch (rule) {
    case "required":
      return set([...path, "required"], "false");
    case "nullable":
      return set(path, "true");
    case "finite":
      return set([...path.slice(0, -1), "finite"], "false");
    case "extraColumns":
      return accepted ? [{ kind: "columns", lines: columnLines(accepted) }] : [];
    case "type":
      return column && accepted ? widerType(column.type, accepted, set, path) : [];
    case "range":
      return accepted ? rangeEdit(path, accepted, column?.type === "integer", set) : [];
    case "length":
      return accepted ? lengthEdits(schema, path, accepted, set) : [];
    case "values": {
      const items = accepted?.newValues ?? [];
      const quoted = column?.type === "text" ? items.map(yamlWord) : items;
      return items.length === 0 || items.length > mostNewValues
        ? []
        : [{ kind: "append", path, items: quoted }];
    }
    case "nulls":
      return value === null
        ? []
        : set([...path, "max"], `${Number((outwardShare(value) * 100).toFixed(2))}%`);
    case "rows":
    case "mean":
    case "std":
    case "distinct":
    case "quantile":
      return value === null
        ? []
        : figureEdits(schema, path, value, rule === "rows" || rule === "distinct", set);
    default:
      return [];
  }
}

type SetEdit = (path: YamlPath, text: string) => SchemaEdit[];

function widerType(type: string, { facts }: AcceptedColumn, set: SetEdit, path: YamlPath): SchemaEdit[] {
  if (type === "integer" && facts.misfits.number === 0) return set(path, "number");
  if (type === "date" && facts.misfits.datetime === 0) return set(path, "datetime");
  return [];
}

function rangeEdit(path: YamlPath, { facts }: AcceptedColumn, whole: boolean, set: SetEdit): SchemaEdit[] {
  const { min, max, earliest } = facts;
  const key = path.at(-1);
  const isLow = key === "min" || key === "above";
  if (min === null || max === null) return isLow && earliest !== null ? set(path, earliest) : [];
  const range = outwardRange(min, max, whole);
  return set(path, String(isLow ? range.min : range.max));
}

function lengthEdits(
  schema: DataSchema,
  path: YamlPath,
  { facts: { shortest, longest } }: AcceptedColumn,
  set: SetEdit,
): SchemaEdit[] {
  const column = schema.columns.find(({ name }) => name === path[1]);
  const limits = path[2] === "warn" ? column?.warn?.length : column?.length;
  if (!limits || shortest === null || longest === null) return [];
  const { min, max } = limits;
  if (min === max && min !== undefined) {
    return set(path, `{min: ${Math.min(min, shortest)}, max: ${Math.max(min, longest)}}`);
  }
  return [
    ...(min !== undefined && shortest < min ? set([...path, "min"], String(shortest)) : []),
    ...(max !== undefined && longest > max ? set([...path, "max"], String(longest)) : []),
  ];
}

/** Moves the end that the figure lies beyond. */
function figureEdits(
  schema: DataSchema,
  path: YamlPath,
  value: number,
  whole: boolean,
  set: SetEdit,
): SchemaEdit[] {
  const limits = limitsAt(schema, path);
  if (limits === undefined) return [];
  const range = outwardRange(value, value, whole);
  const { min, max } = limits;
  if (min === max && min !== undefined) {
    return set(path, `{min: ${Math.min(min, range.min)}, max: ${Math.max(min, range.max)}}`);
  }
  if (min !== undefined && value < min) return set([...path, "min"], String(range.min));
  return set([...path, "max"], String(range.max));
}

function limitsAt(schema: DataSchema, path: YamlPath) {
  if (path[0] === "rows") return schema.rows;
  const column = schema.columns.find(({ name }) => name === path[1]);
  const isSoft = path[2] === "warn";
  const rules = isSoft ? column?.warn : column;
  const key = path[isSoft ? 3 : 2];
  if (key === "mean" || key === "std" || key === "distinct") return rules?.[key];
  return rules?.quantiles?.find((quantile) => quantile.key === path.at(-1))?.limits;
}
