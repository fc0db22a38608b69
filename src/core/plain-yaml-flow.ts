import {
  mappingNode,
  type PlainEntry,
  type PlainNode,
  plainScalarValue,
  quotedScalar,
  setKey,
  Unsure,
} from "./plain-yaml-scalar.js";

const deepest = 50;

/** Up to what ends a plain scalar, or makes it an uncommon one. */
const plainScalar = /(?:[^,[\]{}:#\r\n]+|:(?![ \r\n,[\]{}]|$)|(?<! )#)*/y;

/** Reads flow collections, `{a: [b, c]}`, over one line or several. Whatever is out of the ordinary throws `Unsure`. */
export class FlowYamlParser {
  #at = 0;
  #depth = 0;

  /** @param indent every further line must be indented by more. @param withPlaces whether keys are told with their places. */
  constructor(
    private readonly text: string,
    private readonly indent: number,
    private readonly withPlaces: boolean,
  ) {}

  /** Reads the collection that begins at `start`. */
  parse(start: number): { readonly node: PlainNode; readonly end: number } {
    this.#at = start;
    const node = this.#value();
    return { node, end: this.#at };
  }

  #value(): PlainNode {
    const start = this.#at;
    switch (this.text[start]) {
      case "{":
        return this.#nested(() => this.#mapping(start));
      case "[":
        return this.#nested(() => this.#list(start));
      case '"':
      case "'":
        return { value: this.#quoted(), start };
      default: {
        const value = plainScalarValue(this.#plain());
        if (value === undefined) throw new Unsure();
        return { value, start };
      }
    }
  }

  #nested(read: () => PlainNode): PlainNode {
    if (++this.#depth > deepest) throw new Unsure();
    this.#at++;
    const node = read();
    this.#depth--;
    return node;
  }

  #mapping(start: number): PlainNode {
    const value: Record<string, unknown> = {};
    const entries = this.withPlaces ? new Map<string, PlainEntry>() : undefined;
    this.#skip();
    if (this.#take("}")) return mappingNode(value, start, entries);
    do {
      this.#skip();
      const keyStart = this.#at;
      const name = this.#key();
      this.#skip();
      const node = this.#value();
      if (Object.hasOwn(value, name)) throw new Unsure();
      entries?.set(name, { keyStart, node });
      setKey(value, name, node.value);
      this.#skip();
    } while (this.#take(","));
    if (!this.#take("}")) throw new Unsure();
    return mappingNode(value, start, entries);
  }

  #list(start: number): PlainNode {
    const items: PlainNode[] = [];
    this.#skip();
    if (this.#take("]")) return { value: [], start, items };
    do {
      this.#skip();
      items.push(this.#value());
      this.#skip();
    } while (this.#take(","));
    if (!this.#take("]")) throw new Unsure();
    return { value: items.map((item) => item.value), start, items };
  }

  /** A key with its colon, and the space that must follow a plain one. */
  #key(): string {
    const first = this.text[this.#at];
    const quoted = first === '"' || first === "'";
    const name = quoted ? this.#quoted() : this.#plain();
    const plain = quoted || (plainScalarValue(name) === name && name !== "<<");
    if (!plain || !this.#take(":") || !" \r\n".includes(this.text[this.#at] ?? ",")) throw new Unsure();
    return name;
  }

  #quoted(): string {
    const line = this.text.indexOf("\n", this.#at);
    const quoted = quotedScalar(this.text, this.#at, line === -1 ? this.text.length : line);
    if (quoted === undefined) throw new Unsure();
    this.#at = quoted.end;
    return quoted.value;
  }

  /** An unquoted scalar: up to a comma, a bracket, a line end, or a colon that a space follows. */
  #plain(): string {
    const start = this.#at;
    if (
      "#&*!|>%@`?:-".includes(this.text[start] ?? "#") &&
      !/^-[0-9A-Za-z]/.test(this.text.slice(start, start + 2))
    ) {
      throw new Unsure();
    }
    plainScalar.lastIndex = start;
    const end = start + (plainScalar.exec(this.text)?.[0].length ?? 0);
    if ("[{#".includes(this.text[end] ?? ",")) throw new Unsure();
    this.#at = end;
    const raw = this.text.slice(start, end);
    const scalar = raw.replace(/ +$/, "");
    if (scalar === "" || (scalar !== raw && this.text[end] === ":")) throw new Unsure();
    return scalar;
  }

  /** White space, with line ends: the next line must be indented. */
  #skip(): void {
    const first = this.text.charCodeAt(this.#at);
    if (first > 0x23) return;
    let lineStart = -1;
    for (; ; this.#at++) {
      const character = this.text[this.#at];
      if (character === "\n") lineStart = this.#at + 1;
      else if (character !== " " && character !== "\r") break;
    }
    if (this.text[this.#at] === "#") throw new Unsure();
    if (lineStart !== -1 && this.#at - lineStart <= this.indent) throw new Unsure();
  }

  #take(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}
