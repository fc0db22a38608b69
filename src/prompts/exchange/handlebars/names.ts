import type { TextSource } from "../../source.js";
import type { Json } from "../../types.js";
import type { Conversion } from "../conversion.js";
import { FreshNames, inputNameFor } from "../input-name.js";
import type { HandlebarsValue } from "./ast.js";
import { type LoopScope, memberValue, type Scope, type ScopedValue } from "./scope.js";

export type HandlebarsPath = Extract<HandlebarsValue, { kind: "path" }>;

/** An input as the front matter declares it. */
export interface DeclaredInput {
  readonly schema: Json;
  readonly optional: boolean;
}

const loopFields: Readonly<Record<string, string>> = { index: "index0", first: "first", last: "last" };

/** Says what the names of a Handlebars template are in ours. */
export class NameResolver {
  readonly fresh: FreshNames;
  /** Inputs that the template uses, by their name here. */
  readonly #renamed = new Map<string, string>();

  constructor(
    private readonly inputs: ReadonlyMap<string, DeclaredInput>,
    private readonly conversion: Conversion,
  ) {
    this.fresh = new FreshNames(["loop", "examples", ...[...inputs.keys()].map(inputNameFor)]);
  }

  /** @param source the file that the path stands in. @returns undefined where it means nothing here, which has been told. */
  resolve(path: HandlebarsPath, scope: Scope, source: TextSource): ScopedValue | undefined {
    if (path.data) return this.#data(path, scope, source);
    let from = scope;
    for (let count = 0; count < path.up; count++) {
      if (!from.parent) {
        this.conversion.refuse("../ leads out of the template", source.locate(path.start));
        return undefined;
      }
      from = from.parent;
    }
    const [first, ...rest] = path.parts;
    const named = first !== undefined && !path.scoped && path.up === 0 ? from.names.get(first) : undefined;
    if (named) return rest.reduce(memberValue, named);
    return this.#members(path, from, path.parts, source);
  }

  #members(
    path: HandlebarsPath,
    scope: Scope,
    parts: readonly string[],
    source: TextSource,
  ): ScopedValue | undefined {
    if (scope.self) return parts.reduce(memberValue, scope.self);
    const [first, ...rest] = parts;
    if (first !== undefined) return rest.reduce(memberValue, this.#input(first, path, source));
    this.conversion.refuse(
      "`this` stands for all inputs here, which has no equivalent",
      source.locate(path.start),
      "name the inputs one by one",
    );
    return undefined;
  }

  #input(name: string, path: HandlebarsPath, source: TextSource): ScopedValue {
    const known = this.inputs.get(name);
    const here = this.#renamed.get(name) ?? inputNameFor(name);
    this.#renamed.set(name, here);
    if (here !== name) {
      this.conversion.drop(`the name ${name}`, source.locate(path.start), `it is called ${here} here`);
    }
    return { source: here, schema: known?.schema, optional: known?.optional ?? false };
  }

  #data(path: HandlebarsPath, scope: Scope, source: TextSource): ScopedValue | undefined {
    const [name = "", ...rest] = path.parts;
    if (name === "root") {
      let top = scope;
      while (top.parent) top = top.parent;
      return this.#members(path, { ...top, names: new Map() }, rest, source);
    }
    const loop = scope.loops.at(-1 - path.up);
    const value = loop && this.#loopValue(name, loop, path.up > 0);
    if (value !== undefined) return { source: value, schema: { type: "integer" }, optional: false };
    const where =
      Object.hasOwn(loopFields, name) || name === "key" ? "outside of a loop" : "from the calling program";
    this.conversion.refuse(
      `@${name} ${where} has no equivalent here`,
      source.locate(path.start),
      "make it an input of the prompt",
    );
    return undefined;
  }

  #loopValue(name: string, loop: LoopScope, outer: boolean): string | undefined {
    if (name === "key" && loop.key !== undefined) return loop.key;
    const field = name === "key" ? "index0" : Object.hasOwn(loopFields, name) ? loopFields[name] : undefined;
    if (field === undefined) return undefined;
    if (!outer) return `loop.${field}`;
    const kept = loop.kept.get(field) ?? this.fresh.take(`outer_${field === "index0" ? "index" : field}`);
    loop.kept.set(field, kept);
    return kept;
  }
}
