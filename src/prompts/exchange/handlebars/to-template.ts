import type { TextSource } from "../../source.js";
import type { Role } from "../../types.js";
import type { Conversion } from "../conversion.js";
import { output, type Piece, role, text } from "../template-pieces.js";
import type { HandlebarsCall, HandlebarsNode, HandlebarsValue } from "./ast.js";
import { BlockConverter } from "./blocks.js";
import { helperOf } from "./helper-of.js";
import type { NameResolver } from "./names.js";
import { inlinePartial, type PartialResolver } from "./partial.js";
import { type Scope, type ScopedValue, typeOf } from "./scope.js";

/** A file of templates under way: which one, and what took it in. */
export interface TemplateFile {
  readonly source: TextSource;
  /** The partials that are being taken in, outermost first. */
  readonly within: readonly string[];
}

const roleNames: Readonly<Record<string, Role>> = {
  system: "system",
  user: "user",
  model: "assistant",
  assistant: "assistant",
  developer: "developer",
};

const blockHelpers = new Set(["if", "unless", "each", "with", "ifEquals", "unlessEquals"]);

/** Turns a Handlebars template, as dotprompt uses it, into pieces of ours. */
export class TemplateConverter {
  readonly #blocks = new BlockConverter(this);

  constructor(
    readonly names: NameResolver,
    readonly conversion: Conversion,
    readonly partials: PartialResolver,
  ) {}

  nodes(nodes: readonly HandlebarsNode[], scope: Scope, file: TemplateFile): Piece[] {
    return nodes.flatMap((node) => this.#node(node, scope, file));
  }

  #node(node: HandlebarsNode, scope: Scope, file: TemplateFile): Piece[] {
    if (node.kind === "text") return [text(node.text)];
    if (node.kind === "block") return this.#blocks.convert(node, scope, file);
    if (node.kind === "partial") return inlinePartial(this, node, scope, file);
    return this.#mustache(node.call, scope, file);
  }

  /** @returns our expression; undefined where there is none, which has been told. */
  value(value: HandlebarsValue, scope: Scope, file: TemplateFile): ScopedValue | undefined {
    const at = file.source.locate(value.start);
    if (value.kind === "path") return this.names.resolve(value, scope, file.source);
    if (value.kind === "literal") {
      const source = value.value === null ? "none" : JSON.stringify(value.value);
      return { source, schema: { type: typeof value.value }, optional: false };
    }
    const helper = helperOf(value.call);
    if (helper === "lookup") return this.#lookup(value.call, scope, file);
    this.conversion.refuse(`the helper ${helper ?? "in parentheses"} has no equivalent here`, at);
    return undefined;
  }

  #mustache(call: HandlebarsCall, scope: Scope, file: TemplateFile): Piece[] {
    const at = file.source.locate(call.start);
    const helper = helperOf(call);
    switch (helper) {
      case "role":
        return this.#role(call, file);
      case "history":
        this.conversion.drop(
          "{{history}}",
          at,
          "earlier messages are put in by the program that calls the model",
        );
        return [role("assistant")];
      case "section":
        this.conversion.drop("{{section}}", at, "a place for a section has no equivalent here");
        return [];
      case "media":
        this.conversion.drop("{{media}}", at, "messages hold text alone here");
        return [];
      case "log":
        return [];
      case "json":
        return this.#json(call, scope, file);
      case "lookup":
        return this.#written(this.#lookup(call, scope, file), scope);
    }
    if (helper !== undefined && blockHelpers.has(helper)) {
      this.conversion.refuse(`{{${helper}}} is a block: write {{#${helper} …}}`, at);
      return [];
    }
    if (call.args.length > 0 || call.named.size > 0) {
      this.conversion.refuse(`the helper ${helper ?? "here"} is not one of dotprompt's`, at);
      return [];
    }
    return this.#written(this.value(call.head, scope, file), scope);
  }

  /** As Handlebars writes a value: a list's items between commas, nothing for what is absent. */
  #written(value: ScopedValue | undefined, scope: Scope): Piece[] {
    if (!value) return [];
    const list = typeOf(value.schema) === "array" ? ' | join(",")' : "";
    const absent = value.optional && !scope.present.has(value.source);
    return [output(`${value.source}${absent ? ` | default(${list === "" ? '""' : "[]"})` : ""}${list}`)];
  }

  #role(call: HandlebarsCall, file: TemplateFile): Piece[] {
    const [name] = call.args;
    const at = file.source.locate(call.start);
    if (name?.kind !== "literal" || typeof name.value !== "string") {
      this.conversion.refuse(
        'a role must be written out, as in {{role "system"}}',
        at,
        "use {{#if}} around roles",
      );
      return [];
    }
    const known = Object.hasOwn(roleNames, name.value) ? roleNames[name.value] : undefined;
    if (known) return [role(known)];
    this.conversion.refuse(
      `there is no role ${JSON.stringify(name.value)} here`,
      at,
      "roles are system, developer, user and assistant",
    );
    return [];
  }

  #json(call: HandlebarsCall, scope: Scope, file: TemplateFile): Piece[] {
    const [argument] = call.args;
    const indent = call.named.get("indent");
    if (!argument) {
      this.conversion.refuse("{{json}} lacks the value to write", file.source.locate(call.start));
      return [];
    }
    const value = this.value(argument, scope, file);
    if (!value) return [];
    const wide = indent?.kind === "literal" && typeof indent.value === "number" && indent.value > 0;
    return [output(`${value.source} | tojson${wide ? `(indent=${JSON.stringify(indent.value)})` : ""}`)];
  }

  #lookup(call: HandlebarsCall, scope: Scope, file: TemplateFile): ScopedValue | undefined {
    const [object, key] = call.args.map((argument) => this.value(argument, scope, file));
    if (!object || !key) {
      this.conversion.refuse("lookup needs a value and a key", file.source.locate(call.start));
      return undefined;
    }
    return { source: `${object.source}[${key.source}]`, optional: object.optional };
  }
}
