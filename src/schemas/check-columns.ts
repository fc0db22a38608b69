import { closest } from "../core/suggest.js";
import { columnSql, type FileColumn } from "./column-sql.js";
import type { CheckedTable } from "./plan-checks.js";
import type { DataSchema, RuleSeverity } from "./types.js";
import type { Violation } from "./violation.js";

/** What the columns of a file say by themselves: those that lack, that are too many, their order and their types. */
export function checkColumns(schema: DataSchema, table: CheckedTable): Violation[] {
  const inFile = new Map(table.columns.map((column) => [column.name, column]));
  const known = new Set(schema.columns.map(({ name }) => name));
  const extra = table.columns.map(({ name }) => name).filter((name) => !known.has(name));
  const violations: Violation[] = [];
  const add = (
    rule: Violation["rule"],
    column: string | undefined,
    severity: RuleSeverity,
    says: string,
    path: readonly string[],
  ): void => {
    violations.push({
      ...{ rule, severity, says, count: null, total: null, value: null, noun: "row", examples: [] },
      columns: column === undefined ? [] : [column],
      path,
      at: schema.locate(path),
    });
  };
  for (const [index, rules] of schema.columns.entries()) {
    const column = inFile.get(rules.name);
    const path = ["columns", rules.name];
    if (column === undefined) {
      if (!rules.required) continue;
      const meant = renamedTo(rules.name, index, extra, schema, table);
      const hint = meant === undefined ? "" : `; was it renamed to ${meant}?`;
      add("required", rules.name, rules.severity, `the file has no such column${hint}`, path);
    } else if (columnSql(rules, column, table.textual, schema.missing, 0).wrongType) {
      const says = `the file's type is ${typeName(column)}, not ${rules.type}`;
      add("type", rules.name, rules.severity, says, [...path, "type"]);
    }
  }
  if (schema.extraColumns !== "ignore") {
    for (const name of extra) {
      add("extraColumns", name, schema.extraColumns, "the schema knows no such column", ["extraColumns"]);
    }
  }
  const moved = schema.columnOrder === "ignore" ? undefined : outOfOrder(schema, table);
  if (moved && schema.columnOrder !== "ignore") {
    add("columnOrder", undefined, schema.columnOrder, moved, ["columnOrder"]);
  }
  return violations;
}

/** A column that the schema does not know: of a similar name, or the only one that is new, where this one was. */
function renamedTo(
  name: string,
  index: number,
  extra: readonly string[],
  schema: DataSchema,
  table: CheckedTable,
): string | undefined {
  const near = closest(name, extra);
  if (near !== undefined) return near;
  const sameSize = table.columns.length === schema.columns.length;
  const there = table.columns[index]?.name;
  return sameSize && there !== undefined && extra.includes(there) ? there : undefined;
}

function outOfOrder(schema: DataSchema, table: CheckedTable): string | undefined {
  const inFile = table.columns.map(({ name }) => name);
  const expected = schema.columns.map(({ name }) => name).filter((name) => inFile.includes(name));
  const known = new Set(expected);
  const found = inFile.filter((name) => known.has(name));
  const at = found.findIndex((name, index) => name !== expected[index]);
  if (at === -1) return undefined;
  return `the columns are in another order: column ${inFile.indexOf(found[at] ?? "") + 1} is ${found[at]}, where ${expected[at]} was expected`;
}

const typeNames: readonly (readonly [RegExp, string])[] = [
  [/^VARCHAR$/, "text"],
  [/INT(?:EGER)?$/, "integer"],
  [/^(?:FLOAT|DOUBLE|DECIMAL)/, "number"],
  [/^BOOLEAN$/, "boolean"],
  [/^DATE$/, "date"],
  [/^TIMESTAMP/, "datetime"],
];

/** `text (VARCHAR)`. */
function typeName({ type }: FileColumn): string {
  const name = typeNames.find(([pattern]) => pattern.test(type))?.[1];
  return name === undefined ? type : `${name} (${type})`;
}
