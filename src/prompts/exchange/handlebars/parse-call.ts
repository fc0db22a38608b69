import type { HandlebarsCall, HandlebarsValue } from "./ast.js";
import { HandlebarsError } from "./tokens.js";

interface Scanned {
  readonly call: HandlebarsCall;
  /** `as |item index|` */
  readonly params: readonly string[];
}

/** Reads what stands in a tag: `name`, `helper a b key=c`, `each list as |item|`. @throws {HandlebarsError} */
export function parseCall(inner: string, start: number): Scanned {
  const scanner = new CallScanner(inner, start);
  const call = scanner.call();
  const params = scanner.params();
  scanner.end();
  return { call, params };
}

const name = /[^\s!"#%&'()*+,./;<=>@[\\\]^`{|}~]+/y;
const numberText = /-?\d+(?:\.\d+)?(?=[=~}\s/)\]]|$)/y;
const words: Readonly<Record<string, true | false | null>> = {
  true: true,
  false: false,
  null: null,
  undefined: null,
};
const maxNesting = 50;

class CallScanner {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly text: string,
    private readonly start: number,
  ) {}

  call(): HandlebarsCall {
    this.#space();
    const start = this.start + this.#at;
    const head = this.#value();
    const args: HandlebarsValue[] = [];
    const named = new Map<string, HandlebarsValue>();
    for (;;) {
      this.#space();
      if (this.#at >= this.text.length || this.text[this.#at] === ")" || this.#looksAt(/as\s+\|/y)) break;
      const key = this.#match(/[^\s!"#%&'()*+,./;<=>@[\\\]^`{|}~]+(?=\s*=)/y);
      if (key === undefined) {
        args.push(this.#value());
        continue;
      }
      this.#match(/\s*=\s*/y);
      named.set(key, this.#value());
    }
    return { head, args, named, start };
  }

  params(): string[] {
    if (this.#match(/as\s+\|/y) === undefined) return [];
    const names: string[] = [];
    for (;;) {
      this.#space();
      if (this.#match(/\|/y) !== undefined) return names;
      const next = this.#match(name);
      if (next === undefined) throw this.#error("a name is missing between | and |");
      names.push(next);
    }
  }

  end(): void {
    this.#space();
    if (this.#at < this.text.length)
      throw this.#error(`${JSON.stringify(this.text[this.#at])} is not expected here`);
  }

  #value(): HandlebarsValue {
    const start = this.start + this.#at;
    const quote = this.text[this.#at];
    if (quote === '"' || quote === "'") return { kind: "literal", value: this.#quoted(quote), start };
    if (quote === "(") return this.#nested(start);
    const number = this.#match(numberText);
    if (number !== undefined) return { kind: "literal", value: Number(number), start };
    return this.#path(start);
  }

  #nested(start: number): HandlebarsValue {
    this.#at++;
    if (++this.#depth > maxNesting) throw this.#error("the expression is nested too deeply");
    const call = this.call();
    if (this.#match(/\s*\)/y) === undefined) throw this.#error("( is not closed");
    this.#depth--;
    return { kind: "call", call, start };
  }

  #path(start: number): HandlebarsValue {
    const data = this.#match(/@/y) !== undefined;
    let up = 0;
    while (this.#match(/\.\.(?:\/|\.(?!\.)|(?=[\s=)|}]|$))/y) !== undefined) up++;
    const scoped = this.#match(/(?:this(?![^\s./)=|}])|\.(?!\.))[./]?/y) !== undefined;
    const parts: string[] = [];
    for (;;) {
      const part = this.#segment();
      if (part === undefined) break;
      parts.push(part);
      if (this.#match(/[./](?!\.)/y) === undefined) break;
    }
    if (parts.length === 0 && up === 0 && !scoped) throw this.#error("a name is missing");
    const [only = ""] = parts;
    if (parts.length === 1 && !data && !scoped && up === 0 && Object.hasOwn(words, only)) {
      return { kind: "literal", value: words[only] ?? null, start };
    }
    return { kind: "path", up, data, scoped, parts, start };
  }

  #segment(): string | undefined {
    const bracketed = this.#match(/\[[^\]]*\]/y);
    return bracketed === undefined ? this.#match(name) : bracketed.slice(1, -1);
  }

  #quoted(quote: string): string {
    let value = "";
    for (let at = this.#at + 1; at < this.text.length; at++) {
      const character = this.text[at] ?? "";
      if (character === quote) {
        this.#at = at + 1;
        return value;
      }
      if (character === "\\" && this.text[at + 1] === quote) at++;
      value += this.text[at] ?? "";
    }
    throw this.#error(`${quote} is not closed`);
  }

  #space(): void {
    this.#match(/\s+/y);
  }

  #looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.text);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #error(message: string): HandlebarsError {
    return new HandlebarsError(message, this.start + this.#at);
  }
}
