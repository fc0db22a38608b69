import type { TextSource } from "../source.js";
import type { Span } from "./ast.js";
import type { Dialect } from "./dialect.js";
import { TemplateFault } from "./template-fault.js";
import type { Tag, Token } from "./token.js";

/** The words of a tag, one after the other. */
export class TokenStream {
  #at = 0;

  constructor(
    readonly source: TextSource,
    readonly tag: Tag,
    readonly dialect: Dialect,
  ) {}

  get current(): Token {
    return this.#peek(0);
  }

  get next(): Token {
    return this.#peek(1);
  }

  /** The end of the word before the current one. */
  get lastEnd(): number {
    return this.tag.tokens[this.#at - 1]?.end ?? this.tag.start;
  }

  take(): Token {
    const token = this.current;
    if (token.kind !== "end") this.#at += 1;
    return token;
  }

  is(kind: "name" | "operator", ...texts: readonly string[]): boolean {
    return this.current.kind === kind && texts.includes(this.current.text);
  }

  /** Takes the word if it is the current one. */
  skip(kind: "name" | "operator", text: string): boolean {
    if (!this.is(kind, text)) return false;
    this.take();
    return true;
  }

  /** @param where completes "expected … ". */
  expect(text: string, where: string): void {
    if (!this.skip("operator", text)) throw this.unexpected(`\`${text}\` ${where}`);
  }

  expectName(what: string): Token {
    if (this.current.kind !== "name") throw this.unexpected(what);
    return this.take();
  }

  expectEnd(hint?: string): void {
    if (this.current.kind !== "end") throw this.unexpected("the end of the tag", hint);
  }

  unexpected(wanted: string, hint?: string): TemplateFault {
    const { kind, start, end } = this.current;
    const found = kind === "end" ? "the tag ends" : `there is \`${this.source.text.slice(start, end)}\``;
    const until = kind === "end" ? Math.min(start + 2, this.tag.end) : end;
    return new TemplateFault(`expected ${wanted}, but ${found}`, start, until, hint);
  }

  /** From a place to the last word taken. */
  spanFrom(start: number): Span {
    return { source: this.source, start, end: Math.max(start, this.lastEnd) };
  }

  #peek(ahead: number): Token {
    const { tokens, end } = this.tag;
    return (
      tokens[Math.min(this.#at + ahead, tokens.length - 1)] ?? { kind: "end", text: "", start: end, end }
    );
  }
}
