import { type Piece, tag } from "../template-pieces.js";
import type { HandlebarsBlock, HandlebarsNode, HandlebarsValue } from "./ast.js";
import { helperOf } from "./helper-of.js";
import { type LoopScope, type Scope, type ScopedValue, typeOf } from "./scope.js";
import type { TemplateConverter, TemplateFile } from "./to-template.js";

/** Turns the blocks of Handlebars into tags. */
export class BlockConverter {
  constructor(private readonly converter: TemplateConverter) {}

  convert(block: HandlebarsBlock, scope: Scope, file: TemplateFile): Piece[] {
    const helper = helperOf(block.call);
    const [first, second] = block.call.args;
    switch (block.inverted ? undefined : helper) {
      case "if":
      case "unless":
        if (!first) return this.#refuse(`{{#${helper}}} lacks its condition`, block, file);
        return this.#if(block, first, helper === "unless", scope, file);
      case "ifEquals":
      case "unlessEquals":
        if (!first || !second) return this.#refuse(`{{#${helper}}} compares two values`, block, file);
        return this.#equals(block, [first, second], helper === "ifEquals" ? "==" : "!=", scope, file);
      case "each":
        if (!first) return this.#refuse("{{#each}} lacks its list", block, file);
        return this.#each(block, first, scope, file);
      case "with":
        if (!first) return this.#refuse("{{#with}} lacks its value", block, file);
        return this.#with(block, first, scope, file);
    }
    return this.#byType(block, scope, file);
  }

  /** `{{#name}}` and `{{^name}}` do what the value's type says. */
  #byType(block: HandlebarsBlock, scope: Scope, file: TemplateFile): Piece[] {
    const { head, args } = block.call;
    if (args.length > 0) {
      return this.#refuse(
        `the helper ${helperOf(block.call) ?? "here"} is not one of dotprompt's`,
        block,
        file,
      );
    }
    const value = this.converter.value(head, scope, file);
    if (!value) return [];
    const type = typeOf(value.schema);
    if (block.inverted && type !== undefined) return this.#if(block, head, true, scope, file);
    if (type === "array") return this.#each(block, head, scope, file);
    if (type === "object") return this.#with(block, head, scope, file);
    if (type === "boolean") return this.#if(block, head, false, scope, file);
    return this.#refuse(
      `what {{${block.inverted ? "^" : "#"}${value.source}}} does depends on a type that is not declared`,
      block,
      file,
      "write {{#if}}, {{#each}} or {{#with}}",
    );
  }

  #if(
    block: HandlebarsBlock,
    asked: HandlebarsValue,
    negated: boolean,
    scope: Scope,
    file: TemplateFile,
  ): Piece[] {
    const value = this.converter.value(asked, scope, file);
    if (!value) return [];
    const zero = block.call.named.get("includeZero");
    const withZero = zero?.kind === "literal" && zero.value === true;
    const condition = withZero ? `${value.source} or ${value.source} == 0` : conditionOf(value);
    const present = { ...scope, present: new Set([...scope.present, value.source]) };
    const source = negated ? negation(condition) : condition;
    const [yes, no] = negated ? [scope, present] : [present, scope];
    return this.#branches(block, source, { yes, no }, file);
  }

  #equals(
    block: HandlebarsBlock,
    compared: readonly HandlebarsValue[],
    operator: "==" | "!=",
    scope: Scope,
    file: TemplateFile,
  ): Piece[] {
    const [left, right] = compared.map((value) => this.converter.value(value, scope, file));
    if (!left || !right) return [];
    const source = `${comparable(left)} ${operator} ${comparable(right)}`;
    return this.#branches(block, source, { yes: scope, no: scope }, file);
  }

  #branches(
    block: HandlebarsBlock,
    condition: string,
    scopes: { readonly yes: Scope; readonly no: Scope },
    file: TemplateFile,
  ): Piece[] {
    const [open, otherwise, close] = block.ownLines;
    const pieces: Piece[] = [
      tag(`if ${condition}`, open),
      ...this.converter.nodes(block.body, scopes.yes, file),
    ];
    if (block.otherwise.length > 0) {
      const rest = this.converter.nodes(block.otherwise, scopes.no, file);
      const chained = elif(block.otherwise, rest, otherwise);
      if (chained) return [...pieces, ...chained, tag("endif", close)];
      pieces.push(tag("else", otherwise), ...rest);
    }
    return [...pieces, tag("endif", close)];
  }

  #with(block: HandlebarsBlock, asked: HandlebarsValue, scope: Scope, file: TemplateFile): Piece[] {
    const value = this.converter.value(asked, scope, file);
    if (!value) return [];
    const [name] = block.params;
    const yes: Scope = {
      ...scope,
      self: { ...value, optional: false },
      parent: scope,
      names: name === undefined ? scope.names : new Map([...scope.names, [name, value]]),
      present: new Set([...scope.present, value.source]),
    };
    return this.#branches(block, conditionOf(value), { yes, no: scope }, file);
  }

  #each(block: HandlebarsBlock, asked: HandlebarsValue, scope: Scope, file: TemplateFile): Piece[] {
    const list = this.converter.value(asked, scope, file);
    if (!list) return [];
    const { fresh } = this.converter.names;
    const type = typeOf(list.schema);
    const mapping = type === "object" || (type === undefined && usesKey(block.body));
    const [itemName = singular(list.source), keyName] = block.params;
    const item = fresh.take(itemName);
    const key = mapping ? fresh.take(keyName ?? "key") : undefined;
    const self: ScopedValue = { source: item, schema: itemSchema(list, mapping), optional: false };
    const loop: LoopScope = { kept: new Map(), ...(key !== undefined && { key }) };
    const names = new Map(scope.names);
    if (block.params[0] !== undefined) names.set(block.params[0], self);
    if (keyName !== undefined) names.set(keyName, { source: key ?? "loop.index0", optional: false });
    const inner: Scope = { ...scope, self, parent: scope, names, loops: [...scope.loops, loop] };
    const body = this.converter.nodes(block.body, inner, file);
    const kept = [...loop.kept].map(([field, name]) => tag(`set ${name} = loop.${field}`));
    const given =
      list.optional && !scope.present.has(list.source) ? ` | default(${mapping ? "{}" : "[]"})` : "";
    const head =
      key === undefined
        ? `${item} in ${list.source}${given}`
        : `${key}, ${item} in ${list.source}${given} | items`;
    const [open, otherwise, close] = block.ownLines;
    const pieces: Piece[] = [tag(`for ${head}`, open && kept.length === 0), ...kept, ...body];
    if (block.otherwise.length > 0) {
      pieces.push(tag("else", otherwise), ...this.converter.nodes(block.otherwise, scope, file));
    }
    return [...pieces, tag("endfor", close)];
  }

  #refuse(message: string, block: HandlebarsBlock, file: TemplateFile, hint?: string): Piece[] {
    this.converter.conversion.refuse(message, file.source.locate(block.start), hint);
    return [];
  }
}

/** `else` with nothing but another `if` in it is `elif`. */
function elif(
  nodes: readonly HandlebarsNode[],
  pieces: readonly Piece[],
  ownLine: boolean,
): Piece[] | undefined {
  const [first, ...rest] = pieces;
  const single = nodes.length === 1 && nodes[0]?.kind === "block";
  if (!single || first?.kind !== "tag" || !first.source.startsWith("if ")) return undefined;
  return [tag(`el${first.source}`, ownLine || first.ownLine), ...rest.slice(0, -1)];
}

/**
 * Handlebars counts an empty mapping as true, our template language does not. An input may be absent in a condition of
 * ours, a member of a mapping may not.
 */
function conditionOf(value: ScopedValue): string {
  if (typeOf(value.schema) === "object") return `${value.source} is defined`;
  return isUnsureMember(value) ? `${value.source} | default("")` : value.source;
}

function isUnsureMember({ source, schema, optional }: ScopedValue): boolean {
  return (optional || schema === undefined) && /[.[]/.test(source);
}

function negation(condition: string): string {
  return / (?:or|and|==|is) /.test(condition) ? `not (${condition})` : `not ${condition}`;
}

/** What may be absent must not be compared here; there it equals nothing that is written out. */
function comparable(value: ScopedValue): string {
  return value.optional || isUnsureMember(value) ? `${value.source} | default(none)` : value.source;
}

function itemSchema(list: ScopedValue, mapping: boolean): ScopedValue["schema"] {
  const schema = list.schema;
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return undefined;
  const entry = Object.entries(schema).find(([key]) => key === (mapping ? "additionalProperties" : "items"));
  return entry?.[1];
}

/** `tags` is a list of `tag`; of anything else, `item`. */
function singular(source: string): string {
  const last = /(\w+)$/.exec(source)?.[1] ?? "";
  if (/^[A-Za-z]\w*ies$/.test(last)) return `${last.slice(0, -3)}y`;
  return /^[A-Za-z]\w*[^s]s$/.test(last) ? last.slice(0, -1) : "item";
}

/** Whether a loop's own body speaks of `@key`. */
function usesKey(nodes: readonly HandlebarsNode[]): boolean {
  return nodes.some((node) => {
    if (node.kind === "text") return false;
    const asks = [node.call.head, ...node.call.args, ...node.call.named.values()].some(
      (value) => value.kind === "path" && value.data && value.up === 0 && value.parts[0] === "key",
    );
    if (node.kind !== "block") return asks;
    return asks || (helperOf(node.call) !== "each" && usesKey(node.body)) || usesKey(node.otherwise);
  });
}
