import type { FieldReader, Fields } from "../core/field-reader.js";
import { closest } from "../core/suggest.js";
import type { YamlPath } from "../core/yaml-source.js";
import { readCount, readLimits } from "./read-amounts.js";
import { figureKeys, readFigures } from "./read-figures.js";
import type {
  ColumnRules,
  ExpressionRule,
  GroupRule,
  ReferenceRule,
  RuleSeverity,
  UniqueRule,
} from "./types.js";

/** Reads the rules that are about several columns. @param columns those of the schema. */
export class TableRulesReader {
  readonly #types: ReadonlyMap<string, ColumnRules>;

  constructor(
    private readonly fields: FieldReader,
    columns: readonly ColumnRules[],
  ) {
    this.#types = new Map(columns.map((column) => [column.name, column]));
  }

  /** `key: id`, `key: [day, shop]`. */
  key(value: unknown): UniqueRule[] {
    const columns = this.#columns(value, ["key"]);
    return columns ? [{ columns, severity: "error", key: true, path: ["key"] }] : [];
  }

  /** `unique: [[day, shop], {columns: [a, b], severity: warning}]`. */
  unique(value: unknown): UniqueRule[] {
    return this.#items(value, "unique", (item, path) => {
      const isShort = Array.isArray(item) || typeof item === "string";
      const mapping = isShort ? undefined : this.fields.fields(item, path, ["columns", "severity"]);
      if (!isShort && mapping === undefined) return undefined;
      const columns = mapping
        ? this.#columns(mapping.get("columns"), [...path, "columns"])
        : this.#columns(item, path);
      return columns && { columns, severity: this.#severity(mapping, path), key: false, path };
    });
  }

  references(value: unknown): ReferenceRule[] {
    return this.#items(value, "references", (item, path) => {
      const mapping = this.fields.fields(item, path, ["columns", "file", "to", "severity"]);
      if (mapping === undefined) return undefined;
      const columns = this.#columns(mapping.get("columns"), [...path, "columns"]);
      const file = this.fields.text(mapping.get("file"), [...path, "file"]);
      const to = mapping.has("to") ? this.fields.texts(mapping.get("to"), [...path, "to"]) : columns;
      if (columns === undefined || file === undefined || to === undefined) return undefined;
      if (columns.length !== to.length) {
        const message = `to: ${to.length} columns for ${columns.length}; name as many`;
        return this.fields.refuse([...path, "to"], message);
      }
      return { columns, file, to, severity: this.#severity(mapping, path), path };
    });
  }

  checks(value: unknown): ExpressionRule[] {
    return this.#items(value, "checks", (item, path) => {
      if (typeof item === "string") return { check: item, severity: "error", path, checkPath: path };
      const mapping = this.fields.fields(item, path, ["check", "where", "name", "severity"]);
      if (mapping === undefined) return undefined;
      const checkPath = [...path, "check"];
      const check = this.fields.text(mapping.get("check"), checkPath);
      const where = this.#text(mapping, "where", path);
      const name = this.#text(mapping, "name", path);
      if (check === undefined) return undefined;
      return {
        ...{ check, checkPath, path, severity: this.#severity(mapping, path) },
        ...(where !== undefined && { where }),
        ...(name !== undefined && { name }),
      };
    });
  }

  groups(value: unknown): GroupRule[] {
    return this.#items(value, "groups", (item, path) => {
      const mapping = this.fields.fields(item, path, ["by", "where", "rows", "columns", "severity"]);
      if (mapping === undefined) return undefined;
      const by = this.#columns(mapping.get("by"), [...path, "by"]);
      const where = this.#text(mapping, "where", path);
      const rows = mapping.has("rows")
        ? readLimits(this.fields, mapping.get("rows"), [...path, "rows"], readCount)
        : undefined;
      const columns = mapping.has("columns")
        ? this.#groupColumns(mapping.get("columns"), [...path, "columns"])
        : [];
      if (by === undefined) return undefined;
      return {
        ...{ by, columns, path, severity: this.#severity(mapping, path) },
        ...(where !== undefined && { where }),
        ...(rows && { rows }),
      };
    });
  }

  #groupColumns(value: unknown, path: YamlPath): GroupRule["columns"] {
    const mapping = this.fields.mapping(value, path);
    return [...(mapping ?? [])].flatMap(([name, inner]) => {
      const column = this.#types.get(name);
      if (column === undefined) {
        this.fields.refuseKey(path, name, this.#unknown(name));
        return [];
      }
      const at = [...path, name];
      const rules = this.fields.fields(inner, at, figureKeys);
      return rules ? [{ name, ...readFigures(this.fields, rules, at, column.type) }] : [];
    });
  }

  #items<T>(value: unknown, key: string, read: (item: unknown, path: YamlPath) => T | undefined): T[] {
    return (this.fields.list(value, [key]) ?? []).flatMap((item, index) => read(item, [key, index]) ?? []);
  }

  /** Columns of the schema. */
  #columns(value: unknown, path: YamlPath): readonly string[] | undefined {
    const names = this.fields.texts(value, path);
    if (names?.length === 0) return this.fields.refuse(path, "name one column at least");
    const unknown = names?.findIndex((name) => !this.#types.has(name)) ?? -1;
    const name = names?.[unknown];
    if (name === undefined) return names;
    return this.fields.refuse(typeof value === "string" ? path : [...path, unknown], this.#unknown(name));
  }

  #unknown(name: string): string {
    const meant = closest(name, this.#types.keys());
    const hint = meant === undefined ? "describe it below columns" : `did you mean ${meant}?`;
    return `the schema has no column ${name}; ${hint}`;
  }

  #text(mapping: Fields, key: string, path: YamlPath): string | undefined {
    return mapping.has(key) ? this.fields.text(mapping.get(key), [...path, key]) : undefined;
  }

  #severity(mapping: Fields | undefined, path: YamlPath): RuleSeverity {
    if (!mapping?.has("severity")) return "error";
    const severities = ["error", "warning"] as const;
    return this.fields.choice(mapping.get("severity"), [...path, "severity"], severities) ?? "error";
  }
}
