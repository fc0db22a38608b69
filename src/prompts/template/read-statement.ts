import type { Expression, Span, TemplateNode } from "./ast.js";
import type { BlockBuilder } from "./block-builder.js";
import { ExpressionParser } from "./expression-parser.js";
import { reservedNames } from "./reserved-names.js";
import { endsUnsupported, tagAdvice } from "./tag-advice.js";
import { TemplateFault } from "./template-fault.js";
import type { TokenStream } from "./token-stream.js";

type Report = (fault: TemplateFault) => void;

/** Takes in the file of an `include`, or tells why that cannot be. @param pathSpan of the path in the tag. */
export type IncludeFile = (path: string, span: Span, pathSpan: Span) => TemplateNode | undefined;

/** Reads one `{% … %}` and does what it says to the blocks. */
export class StatementReader {
  readonly #tokens: TokenStream;
  readonly #blocks: BlockBuilder;
  readonly #report: Report;
  readonly #include: IncludeFile;
  readonly #expressions: ExpressionParser;

  constructor(tokens: TokenStream, blocks: BlockBuilder, include: IncludeFile, report: Report) {
    this.#tokens = tokens;
    this.#blocks = blocks;
    this.#include = include;
    this.#report = report;
    this.#expressions = new ExpressionParser(tokens, report);
  }

  read(): void {
    const { tag } = this.#tokens;
    const word = this.#tokens.current;
    if (word.kind !== "name") {
      this.#report(tag.fault ?? this.#tokens.unexpected("a statement such as `if`"));
      return;
    }
    this.#tokens.take();
    switch (this.#tokens.dialect.statements.get(word.text) ?? word.text) {
      case "if":
        this.#blocks.openIf(tag, this.#condition());
        break;
      case "elif":
        this.#blocks.elif(tag, this.#condition());
        break;
      case "else":
        this.#attempt(() => this.#tokens.expectEnd("write `elif` for a further condition"));
        this.#blocks.otherwise(tag);
        break;
      case "endif":
      case "endfor":
        this.#attempt(() => this.#tokens.expectEnd());
        this.#blocks.close(tag, word.text === "endif" ? "if" : "for");
        break;
      case "for":
        this.#for();
        break;
      case "set":
        this.#attempt(() => this.#set());
        break;
      case "include":
        this.#attempt(() => this.#includeFile());
        break;
      case "endraw":
        this.#report(new TemplateFault("`endraw` ends no `raw`", tag.start, tag.end));
        break;
      default:
        if (endsUnsupported(word.text)) return;
        this.#unknown(word.text, word.start, word.end);
        break;
    }
  }

  #unknown(name: string, start: number, end: number): void {
    const { message, hint } = tagAdvice(name);
    this.#report(new TemplateFault(message, start, end, hint));
  }

  /** Reads on, and tells what is wrong. A tag that could not be read into words has one fault: that one. */
  #attempt(read: () => void): void {
    try {
      const { fault } = this.#tokens.tag;
      if (fault) throw fault;
      read();
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      this.#report(error);
    }
  }

  /** What the rest of the tag says; a stand-in if it cannot be understood, so that the block has its place. */
  #expression(read: () => Expression): Expression {
    let result: Expression = { kind: "literal", value: true, span: this.#span() };
    this.#attempt(() => {
      result = read();
    });
    return result;
  }

  #condition(): Expression {
    return this.#expression(() => {
      const condition = this.#expressions.parse();
      this.#tokens.expectEnd(this.#tokens.is("operator", "=") ? "write `==` to compare" : undefined);
      return condition;
    });
  }

  #for(): void {
    const names: string[] = [];
    const list = this.#expression(() => {
      names.push(this.#target("the name of the loop's variable"));
      if (this.#tokens.skip("operator", ",")) names.push(this.#target("the name of a second variable"));
      if (this.#tokens.is("operator", ",")) {
        throw this.#tokens.unexpected("`in`", "a loop has one variable, or two: a key and its value");
      }
      if (!this.#tokens.skip("name", "in")) throw this.#tokens.unexpected("`in`");
      const through = this.#expressions.parseLoopList();
      this.#tokens.expectEnd(this.#loopHint());
      return through;
    });
    this.#blocks.openFor(this.#tokens.tag, names, list);
  }

  #loopHint(): string | undefined {
    if (this.#tokens.is("name", "if")) {
      return 'choose the items with a filter, such as `| selectattr("name")`, or put an `if` inside';
    }
    if (this.#tokens.is("name", "recursive")) return "a loop cannot call itself";
    return this.#tokens.is("operator", ",") ? "put the list in brackets" : undefined;
  }

  #set(): void {
    const name = this.#target("the name of a variable");
    if (this.#tokens.is("operator", ".", "[")) {
      throw this.#tokens.unexpected("`=`", "members cannot be set; set a variable of its own");
    }
    if (this.#tokens.current.kind === "end") {
      throw this.#tokens.unexpected("`=`", 'write the value into the tag: `{% set x = "text" %}`');
    }
    this.#tokens.expect("=", "and a value");
    const value = this.#expressions.parse();
    this.#tokens.expectEnd();
    this.#blocks.add({ kind: "set", name, value, span: this.#span() });
  }

  /** A name that the template gives a value. */
  #target(what: string): string {
    const { text, start, end } = this.#tokens.expectName(what);
    if (reservedNames.has(text))
      throw new TemplateFault(`\`${text}\` cannot be the name of a variable`, start, end);
    return text;
  }

  #includeFile(): void {
    const path = this.#tokens.current;
    const hint = 'write the path in quotes: `{% include "tone.md" %}`';
    if (path.kind !== "string") throw this.#tokens.unexpected("a path in quotes", hint);
    this.#tokens.take();
    this.#tokens.expectEnd(
      this.#tokens.current.kind === "name"
        ? "an included file always sees the variables, and is never left out"
        : hint,
    );
    const { source } = this.#tokens;
    const node = this.#include(path.text, this.#span(), { source, start: path.start, end: path.end });
    if (node) this.#blocks.add(node);
  }

  #span(): Span {
    const { source, tag } = this.#tokens;
    return { source, start: tag.start, end: tag.end };
  }
}
