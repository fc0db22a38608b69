import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import { itemsAt } from "./items-at.js";
import type { ColumnRoles, Named } from "./native-suite.js";
import type { SuiteSource } from "./suite-source.js";

/** What the suite says of columns. */
export interface ReadRoles {
  readonly roles: ColumnRoles;
  readonly criticalIds: readonly Named[];
  readonly tags: readonly string[];
}

/** `id`, `vars`, `expected`, `slices`, `tags`, `cluster`, `critical` and `graderColumn`. */
export function readRoles(source: SuiteSource, suite: Mapping): ReadRoles {
  const column = (key: string): Named | undefined =>
    suite.has(key) ? readName(source, suite.get(key), [key]) : undefined;
  const tagList = Array.isArray(suite.get("tags"));
  const criticalList = Array.isArray(suite.get("critical"));
  const parts = {
    id: column("id"),
    expected: column("expected"),
    cluster: column("cluster"),
    graders: column("graderColumn"),
    tags: tagList ? undefined : column("tags"),
    critical: criticalList ? undefined : column("critical"),
    vars: suite.has("vars") ? readVars(source, suite.get("vars")) : undefined,
  };
  const { id, expected, cluster, graders, tags, critical, vars } = parts;
  return {
    roles: {
      ...(id && { id }),
      ...(vars && { vars }),
      ...(expected && { expected }),
      slices: suite.has("slices") ? readNames(source, suite.get("slices"), ["slices"]) : [],
      ...(tags && { tags }),
      ...(cluster && { cluster }),
      ...(critical && { critical }),
      ...(graders && { graders }),
    },
    criticalIds: criticalList ? readNames(source, suite.get("critical"), ["critical"]) : [],
    tags: tagList ? readNames(source, suite.get("tags"), ["tags"]).map(({ name }) => name) : [],
  };
}

function readVars(source: SuiteSource, value: unknown): ReadonlyMap<string, Named> | undefined {
  const path = ["vars"];
  if (Array.isArray(value)) {
    return new Map(readNames(source, value, path).map((named) => [named.name, named]));
  }
  const mapping = source.fields.mapping(
    value,
    path,
    "a mapping of variables to columns, like {question: text}",
  );
  const entries = [...(mapping ?? [])].flatMap(([name, inner]) => {
    const named = readName(source, inner, [...path, name]);
    return named === undefined ? [] : [[name, named] as const];
  });
  return mapping && new Map(entries);
}

function readNames(source: SuiteSource, value: unknown, path: FieldPath): Named[] {
  return itemsAt(value, path).flatMap(({ item, at }) => readName(source, item, at) ?? []);
}

function readName(source: SuiteSource, value: unknown, path: FieldPath): Named | undefined {
  const name = typeof value === "number" ? String(value) : source.fields.text(value, path);
  if (name === undefined) return undefined;
  return name.trim() === "" ? source.fields.refuseKind(path, "a name", value) : { name, path };
}
