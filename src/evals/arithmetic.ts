import { closest } from "../core/suggest.js";

type Names = ReadonlyMap<string, number>;
type Outcome =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: string };

/** An expression that was understood, or why it was not. */
export type Arithmetic =
  | { readonly ok: true; evaluate(names: Names): Outcome }
  | { readonly ok: false; readonly reason: string };

type Term = (names: Names) => number;

const tokens = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([\p{L}_$][\p{L}\p{N}_$]*)|(\S))/uy;
const deepest = 100;

const functions: ReadonlyMap<string, (...numbers: number[]) => number> = new Map(
  Object.entries({
    ...{ abs: Math.abs, ceil: Math.ceil, exp: Math.exp, floor: Math.floor, log: Math.log, log10: Math.log10 },
    ...{ log2: Math.log2, max: Math.max, min: Math.min, pow: Math.pow, round: Math.round, sqrt: Math.sqrt },
  }),
);

class Unreadable extends Error {}

/** Reads `+ - * / % ^ ( )`, numbers, names and a few functions; nothing else can be reached from it. */
export function parseArithmetic(text: string): Arithmetic {
  try {
    const term = new ArithmeticParser(text).whole();
    return { ok: true, evaluate: (names) => attempt(() => term(names)) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.message };
    throw error;
  }
}

function attempt(compute: () => number): Outcome {
  try {
    return { ok: true, value: compute() };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.message };
    throw error;
  }
}

interface Token {
  readonly kind: "number" | "name" | "sign" | "end";
  readonly text: string;
  readonly column: number;
}

class ArithmeticParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = readTokens(text);
  }

  whole(): Term {
    const term = this.#sum();
    if (this.#next.kind !== "end") throw this.#unexpected();
    return term;
  }

  #sum(): Term {
    let left = this.#product();
    while (this.#next.text === "+" || this.#next.text === "-") {
      const [before, sign, right] = [left, this.#take().text, this.#product()];
      left = (names) => (sign === "+" ? before(names) + right(names) : before(names) - right(names));
    }
    return left;
  }

  #product(): Term {
    let left = this.#signed();
    while (["*", "/", "%"].includes(this.#next.text)) {
      const [before, sign, right] = [left, this.#take().text, this.#signed()];
      left = (names) => {
        const [a, b] = [before(names), right(names)];
        return sign === "*" ? a * b : sign === "/" ? a / b : a % b;
      };
    }
    return left;
  }

  #signed(): Term {
    if (this.#next.text !== "-" && this.#next.text !== "+") return this.#power();
    const sign = this.#take().text;
    const inner = this.#deeper(() => this.#signed());
    return (names) => (sign === "-" ? -inner(names) : inner(names));
  }

  /** Binds tighter than a sign before it, and from the right. */
  #power(): Term {
    const base = this.#atom();
    if (this.#next.text !== "^") return base;
    this.#take();
    const exponent = this.#deeper(() => this.#signed());
    return (names) => base(names) ** exponent(names);
  }

  #atom(): Term {
    const token = this.#take();
    if (token.kind === "number") return () => Number(token.text);
    if (token.kind === "name") return this.#next.text === "(" ? this.#call(token) : nameTerm(token.text);
    if (token.text !== "(") throw this.#unexpected(token);
    const inner = this.#deeper(() => this.#sum());
    this.#expect(")");
    return inner;
  }

  #call({ text, column }: Token): Term {
    const apply = functions.get(text);
    if (!apply)
      throw new Unreadable(
        `${text} is no function, at column ${column}; known are: ${[...functions.keys()].join(", ")}`,
      );
    this.#expect("(");
    const given: Term[] = [];
    while (this.#next.text !== ")") {
      if (given.length > 0) this.#expect(",");
      given.push(this.#deeper(() => this.#sum()));
    }
    this.#expect(")");
    return (names) => apply(...given.map((term) => term(names)));
  }

  #deeper(read: () => Term): Term {
    if (++this.#depth > deepest)
      throw new Unreadable(`more than ${deepest} brackets and signs in one another`);
    const term = read();
    this.#depth--;
    return term;
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "", column: 0 };
  }

  #take(): Token {
    const token = this.#next;
    this.#at++;
    return token;
  }

  #expect(sign: string): void {
    const token = this.#take();
    if (token.text !== sign) throw new Unreadable(`expected ${sign} ${placeOf(token)}`);
  }

  #unexpected(token = this.#next): Unreadable {
    return new Unreadable(
      token.kind === "end"
        ? "it ends too early"
        : `unexpected ${JSON.stringify(token.text)} ${placeOf(token)}`,
    );
  }
}

function placeOf({ kind, column }: Token): string {
  return kind === "end" ? "at its end" : `at column ${column}`;
}

function nameTerm(name: string): Term {
  return (names) => {
    const value = names.get(name);
    if (value !== undefined) return value;
    const meant = closest(name, names.keys());
    throw new Unreadable(
      `no case gave the metric ${name}${meant === undefined ? "" : `; did you mean ${meant}?`}`,
    );
  };
}

function readTokens(text: string): Token[] {
  const found: Token[] = [];
  const trimmed = text.trimEnd();
  tokens.lastIndex = 0;
  while (tokens.lastIndex < trimmed.length) {
    const [whole = "", number, name, sign] = tokens.exec(trimmed) ?? [];
    const written = number ?? name ?? sign ?? "";
    const kind = number !== undefined ? "number" : name !== undefined ? "name" : "sign";
    found.push({ kind, text: written, column: tokens.lastIndex - written.length + 1 });
    if (whole === "") break;
  }
  return found;
}
