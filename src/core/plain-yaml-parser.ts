import { FlowYamlParser } from "./plain-yaml-flow.js";
import {
  mappingNode,
  type PlainEntry,
  type PlainNode,
  plainScalarValue,
  quotedScalar,
  setKey,
  Unsure,
} from "./plain-yaml-scalar.js";

/** What a plain document never holds: tabs, lone carriage returns, rare line ends, document marks and directives. */
const foreign = /[\t\v\f\0\u0085\u2028\u2029\ufeff]|\r(?!\n)|^(?:---|\.\.\.|%)/m;
const deepest = 50;
const longestKey = 1000;

/** A line that is neither blank nor a comment. */
interface Line {
  readonly start: number;
  /** Column of the content; of `- key: value` that of `key`, once the dash is read. */
  readonly indent: number;
  readonly content: number;
  /** Without the line end. */
  readonly end: number;
}

/** Reads block collections. Whatever is out of the ordinary throws `Unsure`. */
export class PlainYamlParser {
  #line: Line | undefined;
  #depth = 0;

  /** @param withPlaces whether keys are told with their places, which takes twice the time. */
  constructor(
    private readonly text: string,
    private readonly withPlaces: boolean,
  ) {}

  /** @returns undefined where the text is anything but a plain mapping or list. */
  parse(): PlainNode | undefined {
    if (foreign.test(this.text)) return undefined;
    try {
      this.#line = this.#lineFrom(0);
      const node = this.#line && this.#line.indent === 0 ? this.#block(this.#line) : undefined;
      return this.#line === undefined ? node : undefined;
    } catch (error) {
      if (error instanceof Unsure) return undefined;
      throw error;
    }
  }

  #block(line: Line): PlainNode {
    if (++this.#depth > deepest) throw new Unsure();
    const node = this.#isDash(line) ? this.#list(line.indent) : this.#mapping(line.indent);
    this.#depth--;
    return node;
  }

  #mapping(indent: number): PlainNode {
    const start = this.#line?.content ?? 0;
    const value: Record<string, unknown> = {};
    const entries = this.withPlaces ? new Map<string, PlainEntry>() : undefined;
    for (let line = this.#line; line?.indent === indent && !this.#isDash(line); line = this.#line) {
      const key = this.#key(line.content, line.end);
      if (key === undefined || Object.hasOwn(value, key.name)) throw new Unsure();
      const node = this.#value(line, key.end, indent) ?? this.#nested(line, key.end, indent, true);
      entries?.set(key.name, { keyStart: line.content, node });
      setKey(value, key.name, node.value);
    }
    // A block that holds nothing is no mapping: what stands there is indented in an odd way.
    if (this.#line && (this.#line.content === start || this.#line.indent > indent)) throw new Unsure();
    return mappingNode(value, start, entries);
  }

  #list(indent: number): PlainNode {
    const start = this.#line?.content ?? 0;
    const items: PlainNode[] = [];
    for (let line = this.#line; line?.indent === indent && this.#isDash(line); line = this.#line) {
      items.push(this.#item(line, indent));
    }
    if (this.#line && this.#line.indent > indent) throw new Unsure();
    return { value: items.map((item) => item.value), start, items };
  }

  #item(line: Line, indent: number): PlainNode {
    const at = this.#skipSpaces(line.content + 1, line.end);
    if (this.text[at] === "-" && " \r\n".includes(this.text[at + 1] ?? "\n")) throw new Unsure();
    if (at < line.end && this.text[at] !== "#" && this.#key(at, line.end) !== undefined) {
      this.#line = { ...line, content: at, indent: at - line.start };
      return this.#block(this.#line);
    }
    return this.#value(line, at, indent) ?? this.#nested(line, at, indent, false);
  }

  /** A value on the rest of the line, with a block of text if it is one; undefined if there is none. */
  #value(line: Line, from: number, indent: number): PlainNode | undefined {
    const start = this.#skipSpaces(from, line.end);
    const first = this.text[start] ?? "";
    if (start >= line.end || (first === "#" && start > from)) return undefined;
    if (first === "|" || first === ">") return this.#blockText(line, start, indent);
    if (first === '"' || first === "'") {
      const quoted = quotedScalar(this.text, start, line.end);
      if (quoted === undefined) throw new Unsure();
      this.#finish(quoted.end, line.end);
      return { value: quoted.value, start };
    }
    if (first === "[" || first === "{") {
      const flow = new FlowYamlParser(this.text, indent, this.withPlaces).parse(start);
      this.#finish(flow.end, this.#endOfLine(flow.end));
      return flow.node;
    }
    const raw = this.#plain(start, line.end);
    const value = raw.includes(": ") || raw.endsWith(":") ? undefined : plainScalarValue(raw);
    if (value === undefined) throw new Unsure();
    this.#line = this.#lineFrom(line.end);
    return { value, start };
  }

  /** What stands below a key or a dash that has nothing beside it. */
  #nested(line: Line, at: number, indent: number, ofKey: boolean): PlainNode {
    const below = this.#lineFrom(line.end);
    this.#line = below;
    if (below && (below.indent > indent || (ofKey && below.indent === indent && this.#isDash(below)))) {
      return this.#block(below);
    }
    return { value: null, start: this.#skipSpaces(at, line.end) };
  }

  /** A key at `at` and where the colon behind it ends; undefined if there is none. */
  #key(at: number, lineEnd: number): { readonly name: string; readonly end: number } | undefined {
    const first = this.text[at] ?? "";
    const quoted = first === '"' || first === "'" ? quotedScalar(this.text, at, lineEnd) : undefined;
    const end = quoted ? quoted.end : this.#colonFrom(at, lineEnd);
    if (end === undefined || this.text[end] !== ":" || (end + 1 < lineEnd && this.text[end + 1] !== " ")) {
      return undefined;
    }
    const name = quoted ? quoted.value : this.#plain(at, end);
    const plain = quoted !== undefined || (plainScalarValue(name) === name && name !== "<<");
    if (!plain || end - at > longestKey) throw new Unsure();
    return { name, end: end + 1 };
  }

  /** The first colon that ends a plain key. */
  #colonFrom(at: number, lineEnd: number): number | undefined {
    if ("{[\"'".includes(this.text[at] ?? "")) return undefined;
    for (let colon = this.text.indexOf(":", at); colon !== -1 && colon < lineEnd; ) {
      if (colon + 1 === lineEnd || this.text[colon + 1] === " ") {
        const comment = this.text.slice(at, colon).includes(" #");
        return comment ? undefined : colon;
      }
      colon = this.text.indexOf(":", colon + 1);
    }
    return undefined;
  }

  /** An unquoted scalar as it stands, without the comment behind it. */
  #plain(start: number, end: number): string {
    const first = this.text[start] ?? "";
    if (
      ",[]{}#&*!|>'\"%@`?:".includes(first) ||
      (first === "-" && " \r\n".includes(this.text[start + 1] ?? " "))
    ) {
      throw new Unsure();
    }
    const raw = this.text.slice(start, end);
    const comment = raw.indexOf(" #");
    return (comment === -1 ? raw : raw.slice(0, comment)).replace(/ +$/, "");
  }

  #blockText(line: Line, start: number, indent: number): PlainNode {
    const header = /^([|>])(-?)(?: +#.*| *)$/.exec(this.text.slice(start, line.end));
    if (header === null) throw new Unsure();
    const lines: string[] = [];
    let own = 0;
    let at = this.#afterLine(line.end);
    while (at < this.text.length) {
      const end = this.#endOfLine(at);
      const content = this.#skipSpaces(at, end);
      const spaces = content - at;
      if (content === end) {
        if (spaces > own) throw new Unsure();
        lines.push("");
      } else {
        if (spaces <= indent) break;
        if (own === 0) own = spaces;
        if (spaces < own || (header[1] === ">" && spaces > own)) throw new Unsure();
        lines.push(this.text.slice(at + own, end));
      }
      at = this.#afterLine(end);
    }
    while (lines.at(-1) === "") lines.pop();
    if (lines.length === 0 || (header[1] === ">" && lines[0] === "")) throw new Unsure();
    this.#line = this.#lineFrom(at);
    const value = header[1] === "|" ? lines.join("\n") : folded(lines);
    return { value: header[2] === "-" ? value : `${value}\n`, start };
  }

  /** Goes on behind a value, which only a comment may follow on its line. */
  #finish(at: number, lineEnd: number): void {
    const rest = this.#skipSpaces(at, lineEnd);
    if (rest < lineEnd && (this.text[rest] !== "#" || rest === at)) throw new Unsure();
    this.#line = this.#lineFrom(lineEnd);
  }

  /** The next line that says something, from the end of a line or the start of one. */
  #lineFrom(from: number): Line | undefined {
    const { text } = this;
    let start = from === 0 ? 0 : text[from - 1] === "\n" ? from : this.#afterLine(from);
    while (start < text.length) {
      const end = this.#endOfLine(start);
      const content = this.#skipSpaces(start, end);
      if (content < end && text[content] !== "#") return { start, indent: content - start, content, end };
      start = this.#afterLine(end);
    }
    return undefined;
  }

  #isDash(line: Line): boolean {
    return (
      this.text[line.content] === "-" && (line.content + 1 >= line.end || this.text[line.content + 1] === " ")
    );
  }

  #skipSpaces(from: number, end: number): number {
    let at = from;
    while (at < end && this.text.charCodeAt(at) === 0x20) at++;
    return at;
  }

  /** @returns the offset of the line end that follows, CRLF as a whole, or of the text's end. */
  #endOfLine(from: number): number {
    const at = this.text.indexOf("\n", from);
    if (at === -1) return this.text.length;
    return at > from && this.text[at - 1] === "\r" ? at - 1 : at;
  }

  #afterLine(end: number): number {
    return this.text[end] === "\r" ? end + 2 : end + 1;
  }
}

/** Lines that belong together become one; empty ones between them become line ends. */
function folded(lines: readonly string[]): string {
  let value = "";
  let pending = "";
  for (const line of lines) {
    if (line === "") pending += "\n";
    else {
      value += value === "" ? line : `${pending === "" ? " " : pending}${line}`;
      pending = "";
    }
  }
  return value;
}
