import { shortJson } from "../../core/schema-problems.js";
import { closest } from "../../core/suggest.js";
import { isList, isMapping } from "../json-value.js";
import type { Json } from "../types.js";
import { type KeywordKind, keywordKinds, schemaTypes } from "./json-schema-keywords.js";

/** Something that is wrong with a JSON Schema. */
export interface SchemaProblem {
  /** From the schema's top to the value, or to the key, that is wrong. */
  readonly path: readonly (string | number)[];
  /** Whether the key itself is what is wrong. */
  readonly isKey?: boolean;
  readonly message: string;
  readonly hint?: string;
}

/** Deeper schemas are left unread; the value that they describe could not be written either. */
const deepest = 200;

type Path = readonly (string | number)[];

/** Kinds of values that are told by a look. */
const scalars: ReadonlyMap<KeywordKind, readonly [expected: string, fits: (value: Json) => boolean]> =
  new Map([
    ["list", ["a list", isList]],
    ["number", ["a number", (value) => typeof value === "number"]],
    ["positive number", ["a number above 0", (value) => typeof value === "number" && value > 0]],
    ["count", ["a whole number, 0 or more", isCount]],
    ["boolean", ["true or false", (value) => typeof value === "boolean"]],
    ["text", ["text", (value) => typeof value === "string"]],
  ]);

/** Checks a schema by the rules of the meta-schema of JSON Schema, and that its references lead somewhere. */
export function jsonSchemaProblems(schema: Json): SchemaProblem[] {
  const checker = new SchemaChecker(schema);
  checker.schema(schema, []);
  return checker.problems;
}

class SchemaChecker {
  readonly problems: SchemaProblem[] = [];

  constructor(private readonly root: Json) {}

  schema(value: Json, path: Path): void {
    if (typeof value === "boolean" || path.length > deepest) return;
    if (!isMapping(value)) {
      this.#wrong(path, "a schema", value);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      const kind = keywordKinds.get(key);
      if (kind === undefined) this.#unknown(key, [...path, key]);
      else this.#keyword(kind, inner, [...path, key]);
    }
  }

  #keyword(kind: KeywordKind, value: Json, path: Path): void {
    const scalar = scalars.get(kind);
    if (scalar) {
      if (!scalar[1](value)) this.#wrong(path, scalar[0], value);
    } else if (kind === "type") this.#type(value, path);
    else if (kind === "names") this.#names(value, path);
    else if (kind === "reference") this.#reference(value, path);
    else if (kind === "pattern") this.#pattern(value, path);
    else if (kind === "list of schemas" || (kind === "schema or list" && isList(value)))
      this.#schemas(value, path);
    else if (kind === "schema" || kind === "schema or list") this.schema(value, path);
    else if (kind !== "anything") this.#byName(kind, value, path);
  }

  #schemas(value: Json, path: Path): void {
    if (!isList(value) || value.length === 0) this.#wrong(path, "a list of schemas, one at least", value);
    else for (const [index, item] of value.entries()) this.schema(item, [...path, index]);
  }

  #byName(kind: KeywordKind, value: Json, path: Path): void {
    if (!isMapping(value)) {
      this.#wrong(path, "a mapping by name", value);
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      const at = [...path, name];
      if (path.at(-1) === "patternProperties") this.#pattern(name, at, true);
      const isNames = kind === "names by name" || (kind === "schemas or names by name" && isList(inner));
      if (isNames) this.#names(inner, at);
      else this.schema(inner, at);
    }
  }

  #type(value: Json, path: Path): void {
    if (typeof value === "string") this.#typeName(value, path);
    else if (!isList(value) || value.length === 0) this.#wrong(path, "a type or a list of types", value);
    else {
      for (const [index, name] of value.entries()) {
        if (typeof name === "string") this.#typeName(name, [...path, index]);
        else this.#wrong([...path, index], "a type", name);
      }
    }
  }

  #typeName(name: string, path: Path): void {
    if (schemaTypes.includes(name)) return;
    const meant = typeAliases.get(name.toLowerCase()) ?? closest(name, schemaTypes);
    const hint = meant === undefined ? `types are: ${schemaTypes.join(", ")}` : `did you mean ${meant}?`;
    this.problems.push({ path, message: `${JSON.stringify(name)} is no type of JSON Schema`, hint });
  }

  #names(value: Json, path: Path): void {
    if (typeof value === "boolean") {
      const name = path.at(-2) ?? "NAME";
      const hint = `list the required properties beside "properties": required: [${name}]`;
      this.problems.push({ path, message: "required is a list of names, not true or false", hint });
      return;
    }
    if (!isList(value)) {
      this.#wrong(path, "a list of names", value);
      return;
    }
    const seen = new Set<Json>();
    for (const [index, name] of value.entries()) {
      const at = [...path, index];
      if (typeof name !== "string") this.#wrong(at, "a name", name);
      else if (seen.has(name))
        this.problems.push({ path: at, message: `${JSON.stringify(name)} is listed twice` });
      seen.add(name);
    }
  }

  #pattern(pattern: Json, path: Path, isKey = false): void {
    if (typeof pattern !== "string") {
      this.#wrong(path, "a regular expression", pattern);
      return;
    }
    try {
      new RegExp(pattern, "u");
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^.*: /s, "") : String(error);
      const message = `${shortJson(pattern)} is no regular expression: ${reason}`;
      this.problems.push({ path, isKey, message });
    }
  }

  #reference(value: Json, path: Path): void {
    if (typeof value !== "string") this.#wrong(path, "a reference such as #/$defs/name", value);
    else if (!value.startsWith("#")) {
      const hint = "write what it refers to below $defs, and refer to #/$defs/name";
      this.problems.push({ path, message: `${shortJson(value)} leads out of this schema`, hint });
    } else if (value.startsWith("#/") && !this.#leadsSomewhere(value)) {
      this.problems.push({ path, message: `${shortJson(value)} leads to nothing in this schema` });
    }
  }

  /** A JSON pointer in a fragment (RFC 6901, section 6). */
  #leadsSomewhere(reference: string): boolean {
    let value: Json | undefined = this.root;
    for (const part of reference.slice(2).split("/")) {
      const key = decoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
      if (isList(value)) value = value[Number(key)];
      else value = isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
      if (value === undefined) return false;
    }
    return true;
  }

  /** Other keywords are allowed; one that is almost a known one was meant to be it. */
  #unknown(key: string, path: Path): void {
    const meant = key.length > 4 && !key.startsWith("x-") ? closest(key, keywordKinds.keys()) : undefined;
    if (meant === undefined) return;
    const message = `${JSON.stringify(key)} is no keyword of JSON Schema`;
    this.problems.push({ path, isKey: true, message, hint: `did you mean ${meant}?` });
  }

  #wrong(path: Path, expected: string, found: Json): void {
    const name = path.findLast((part) => typeof part === "string");
    const prefix = name === undefined ? "" : `${name}: `;
    this.problems.push({ path, message: `${prefix}expected ${expected}, found ${shortJson(found)}` });
  }
}

/** What other languages call the types. */
const typeAliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ str: "string", text: "string", varchar: "string", int: "integer", long: "integer" },
    ...{ float: "number", double: "number", decimal: "number", bool: "boolean" },
    ...{ dict: "object", map: "object", list: "array", tuple: "array", none: "null", nil: "null" },
  }),
);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isCount(value: Json): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
