import { foreignOperator } from "./foreign-operator.js";
import { limits } from "./limits.js";
import { closingQuote, unescapeString } from "./read-string.js";
import { TemplateFault } from "./template-fault.js";
import type { Tag, TagKind, Token } from "./token.js";

const closers = { output: "}}", statement: "%}" } as const;
const openers = { output: "{{", statement: "{%" } as const;
const brackets: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

const space = /\s+/y;
const name = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const number = /\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+(?:_\d+)*)?/y;
const index = /\d+/y;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,]/y;
const strictOperator = /[=!]==/y;
const tagEdge = /\{[{%#]|\}\}|%\}/g;

/**
 * Reads tags of one text. A tag that is not closed is given up where the next one opens, so that however the text is
 * broken, each part of it is looked at a fixed number of times.
 */
export class TagReader {
  readonly #text: string;
  readonly #strictEquality: boolean;
  /** Quotes that are known not to come again. */
  readonly #unclosed = new Set<string>();

  /** @param strictEquality whether there are `===` and `!==`. */
  constructor(text: string, strictEquality: boolean) {
    this.#text = text;
    this.#strictEquality = strictEquality;
  }

  /** @param start of the opening brace. */
  read(kind: TagKind, start: number): Tag {
    const tokens: Token[] = [];
    const first = start + 2 + (/[-+]/.test(this.#text[start + 2] ?? "") ? 1 : 0);
    let at = first;
    try {
      const open: Token[] = [];
      for (;;) {
        at = this.#match(space, at)?.end ?? at;
        const close = this.#closing(kind, at, open, start);
        if (close) {
          tokens.push({ kind: "end", text: "", start: at, end: at });
          return { kind, tokens, start, end: close.end, trimsAfter: close.trims };
        }
        const token = this.#token(at, tokens.at(-1));
        this.#balance(token, open, kind, start);
        tokens.push(token);
        at = token.end;
      }
    } catch (fault) {
      if (!(fault instanceof TemplateFault)) throw fault;
      tokens.push({ kind: "end", text: "", start: at, end: at });
      const end = this.#resume(Math.max(at, first));
      const trimsAfter = this.#text.startsWith("-", end - 3) && this.#text.startsWith(closers[kind], end - 2);
      return { kind, tokens, start, end, trimsAfter, fault };
    }
  }

  /** Whether the tag closes at a place. A bracket that is still open is a fault, save that `}}` may close mappings. */
  #closing(
    kind: TagKind,
    at: number,
    open: readonly Token[],
    start: number,
  ): { end: number; trims: boolean } | undefined {
    const closer = closers[kind];
    const sign = this.#text[at] === "-" || this.#text[at] === "+" ? 1 : 0;
    const inner = open.at(-1);
    if (
      this.#text.startsWith(closer, at + sign) &&
      !(inner?.text === "{" && kind === "output" && sign === 0)
    ) {
      if (inner) throw new TemplateFault(`\`${inner.text}\` is not closed`, inner.start, inner.end);
      return { end: at + sign + 2, trims: this.#text[at] === "-" };
    }
    const other = kind === "output" ? "%}" : "}}";
    const nested = this.#text[at] === "{" && "{%#".includes(this.#text[at + 1] ?? " ");
    const wrong = inner === undefined && this.#text.startsWith(other, at + sign);
    if (at >= this.#text.length || nested || wrong)
      throw this.#notClosed(kind, start, wrong ? other : undefined);
    return undefined;
  }

  #notClosed(kind: TagKind, start: number, found?: string): TemplateFault {
    const why = found === undefined ? "" : `: it ends in \`${found}\``;
    const hint = `end the tag with \`${closers[kind]}\``;
    return new TemplateFault(`\`${openers[kind]}\` is not closed${why}`, start, start + 2, hint);
  }

  #balance(token: Token, open: Token[], kind: TagKind, start: number): void {
    if (token.kind !== "operator") return;
    if (Object.hasOwn(brackets, token.text)) {
      if (open.length >= limits.expression) {
        const message = `brackets nest more than ${limits.expression} deep`;
        throw new TemplateFault(message, token.start, token.end, "split the expression with `{% set %}`");
      }
      open.push(token);
    } else if (/^[)\]}]$/.test(token.text)) {
      const inner = open.pop();
      if (inner === undefined) {
        if (token.text === "}") throw this.#notClosed(kind, start, "}");
        throw new TemplateFault(`\`${token.text}\` closes nothing`, token.start, token.end);
      }
      if (brackets[inner.text] !== token.text) {
        throw new TemplateFault(`\`${inner.text}\` is not closed`, inner.start, inner.end);
      }
    }
  }

  #token(at: number, before: Token | undefined): Token {
    const quote = this.#text[at];
    if (quote === '"' || quote === "'") return this.#string(quote, at);
    const word = this.#match(name, at);
    if (word) return { kind: "name", ...word };
    const digits = this.#match(before?.text === "." && before.kind === "operator" ? index : number, at);
    if (digits) return numberToken(digits);
    const strict = this.#strictEquality ? this.#match(strictOperator, at) : undefined;
    if (strict) return { kind: "operator", ...strict };
    const foreign = foreignOperator(this.#text, at);
    if (foreign) throw foreign;
    const sign = this.#match(operator, at);
    if (sign) return { kind: "operator", ...sign };
    const character = String.fromCodePoint(this.#text.codePointAt(at) ?? 0);
    throw new TemplateFault(
      `unexpected character ${JSON.stringify(character)} in a tag`,
      at,
      at + character.length,
    );
  }

  #string(quote: string, at: number): Token {
    const close = this.#unclosed.has(quote) ? undefined : closingQuote(this.#text, at);
    if (close === undefined) {
      this.#unclosed.add(quote);
      throw new TemplateFault(`the quote ${quote} is not closed`, at, at + 1);
    }
    return {
      kind: "string",
      text: unescapeString(this.#text.slice(at + 1, close)),
      start: at,
      end: close + 1,
    };
  }

  /** Where to go on behind a tag that could not be read: at its end, or where the next one opens. */
  #resume(at: number): number {
    tagEdge.lastIndex = at;
    const edge = tagEdge.exec(this.#text);
    if (!edge) return this.#text.length;
    return edge[0].startsWith("{") ? edge.index : edge.index + 2;
  }

  #match(pattern: RegExp, at: number): { text: string; start: number; end: number } | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(this.#text);
    return found ? { text: found[0], start: at, end: at + found[0].length } : undefined;
  }
}

function numberToken({ text, start, end }: { text: string; start: number; end: number }): Token {
  const value = Number(text.replaceAll("_", ""));
  const inexact = /^[\d_]+$/.test(text) && !Number.isSafeInteger(value);
  if (inexact || !Number.isFinite(value)) {
    throw new TemplateFault(`${text} is too large for a number`, start, end, "put it in quotes");
  }
  return { kind: "number", text, value, start, end };
}
