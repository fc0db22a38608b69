/** A regular expression, as far as the work of matching it depends on it. */
export type RegexNode =
  /** One character: its source, and which it is where it can be one only. */
  | { readonly kind: "character"; readonly source: string; readonly literal?: string }
  /** Takes no characters: `\b`, or `^`, which is the start of the text alone. */
  | { readonly kind: "place"; readonly start?: true }
  | { readonly kind: "back-reference" }
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly branches: readonly RegexNode[] }
  | { readonly kind: "look-around"; readonly inner: RegexNode }
  | { readonly kind: "repeat"; readonly inner: RegexNode; readonly min: number; readonly max: number };

/** Reads a pattern that `RegExp` has accepted; undefined where it is written in a way that is not understood here. */
export function readRegex(pattern: string): RegexNode | undefined {
  const reader = new RegexReader(pattern);
  const tree = reader.choice();
  return reader.finished ? tree : undefined;
}

const escaped = /\\(?:u\{[\dA-Fa-f]+\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[\s\S])/y;
const characterClass = /\[\^?(?:\\[\s\S]|[^\]\\])*\]/y;
const groupStart = /\((?:\?(?:[:=!]|<[=!]|<[^>]+>))?/y;
const quantifier = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y;

class RegexReader {
  #at = 0;

  constructor(private readonly pattern: string) {}

  get finished(): boolean {
    return this.#at === this.pattern.length;
  }

  choice(): RegexNode {
    const branches = [this.#sequence()];
    while (this.pattern[this.#at] === "|") {
      this.#at++;
      branches.push(this.#sequence());
    }
    const [only, ...others] = branches;
    return only && others.length === 0 ? only : { kind: "choice", branches };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (!this.finished && this.pattern[this.#at] !== "|" && this.pattern[this.#at] !== ")") {
      const before = this.#at;
      parts.push(this.#repeated(this.#atom()));
      if (this.#at === before) break;
    }
    return { kind: "sequence", parts };
  }

  #repeated(inner: RegexNode): RegexNode {
    const match = this.#take(quantifier);
    if (!match) return inner;
    const [sign, least, comma, most] = match;
    if (least === undefined) {
      const max = sign.startsWith("?") ? 1 : Number.POSITIVE_INFINITY;
      return { kind: "repeat", inner, min: sign.startsWith("+") ? 1 : 0, max };
    }
    const min = Number(least);
    const max = comma === undefined ? min : most === "" ? Number.POSITIVE_INFINITY : Number(most);
    return { kind: "repeat", inner, min, max };
  }

  #atom(): RegexNode {
    const character = this.pattern[this.#at] ?? "";
    if (character === "(") return this.#group();
    if (character === "[") {
      const [source] = this.#take(characterClass) ?? [];
      return source === undefined ? { kind: "place" } : { kind: "character", source };
    }
    if (character === "\\") return this.#escaped();
    this.#at++;
    if (character === "^") return { kind: "place", start: true };
    if (character === "$") return { kind: "place" };
    if (character === ".") return { kind: "character", source: "." };
    const source = /[{}\]]/.test(character) ? `\\${character}` : character;
    return { kind: "character", source, literal: character };
  }

  #escaped(): RegexNode {
    const source = this.#take(escaped)?.[0] ?? "";
    if (/^\\[bB]$/.test(source)) return { kind: "place" };
    if (/^\\(?:[1-9]|k)/.test(source)) {
      this.#take(/\d*|<[^>]*>/y);
      return { kind: "back-reference" };
    }
    const literal = /^\\[^\w\s]$/.test(source) ? { literal: source.slice(1) } : {};
    return { kind: "character", source, ...literal };
  }

  #group(): RegexNode {
    const start = this.#take(groupStart)?.[0] ?? "(";
    const inner = this.choice();
    if (this.pattern[this.#at] === ")") this.#at++;
    return /[=!]$/.test(start) ? { kind: "look-around", inner } : inner;
  }

  #take(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.#at;
    const match = form.exec(this.pattern);
    if (match) this.#at = form.lastIndex;
    return match ?? undefined;
  }
}
