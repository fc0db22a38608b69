import { isMapping } from "../../json-value.js";
import type { Json } from "../../types.js";
import { memberOf } from "../located.js";

/** An expression of our template language that a name of Handlebars stands for. */
export interface ScopedValue {
  /** Can be followed by `.name` and filters. */
  readonly source: string;
  /** JSON Schema of the value, as far as it is known. */
  readonly schema?: Json | undefined;
  /** Whether it may be absent, which renders as nothing there and is an error here. */
  readonly optional: boolean;
}

/** A loop and what of it inner loops need: our `loop` is always the innermost one. */
export interface LoopScope {
  /** The variable of the keys, where it goes through a mapping. */
  readonly key?: string;
  /** Names for `loop.index0` and the like that are set at the beginning of its body. */
  readonly kept: Map<string, string>;
}

/** What names mean at a place of the template. */
export interface Scope {
  /** What `this` is; undefined at the top, where names are inputs. */
  readonly self?: ScopedValue;
  /** What `../` leads to. */
  readonly parent?: Scope;
  /** Names given by `as |…|` and by a partial's arguments. */
  readonly names: ReadonlyMap<string, ScopedValue>;
  readonly loops: readonly LoopScope[];
  /** Sources that are known to be there, because an `if` has asked. */
  readonly present: ReadonlySet<string>;
}

export const topScope: Scope = { names: new Map(), loops: [], present: new Set() };

/** The type that a schema gives, `null` left aside; undefined where it gives none or several. */
export function typeOf(schema: Json | undefined): string | undefined {
  const type = memberOf(schema, "type");
  const types = (Array.isArray(type) ? type : [type]).filter((name) => name !== "null");
  return types.length === 1 && typeof types[0] === "string" ? types[0] : undefined;
}

/** A member of a value, with what the schema says of it. */
export function memberValue(base: ScopedValue, name: string): ScopedValue {
  const type = typeOf(base.schema);
  if (/^\d+$/.test(name)) {
    return {
      source: `${base.source}[${name}]`,
      schema: memberOf(base.schema, "items"),
      optional: base.optional,
    };
  }
  if (name === "length" && type !== "object") {
    return { source: `${base.source} | length`, schema: { type: "integer" }, optional: base.optional };
  }
  const properties = memberOf(base.schema, "properties");
  const required = memberOf(base.schema, "required");
  const known = isMapping(properties) && Object.hasOwn(properties, name);
  const needed = Array.isArray(required) && required.includes(name);
  return {
    source: /^[A-Za-z_]\w*$/.test(name)
      ? `${base.source}.${name}`
      : `${base.source}[${JSON.stringify(name)}]`,
    schema: known ? memberOf(properties, name) : undefined,
    optional: base.optional || (known && !needed),
  };
}
