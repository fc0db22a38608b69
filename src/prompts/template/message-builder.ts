import type { Message, Role } from "../types.js";
import type { Span } from "./ast.js";
import { limits } from "./limits.js";
import { templateError } from "./template-error.js";

/** A part of a message as it is rendered. */
interface Piece {
  readonly text: string;
  /** Whether it stands in the template; else it is a value, and not a character of it is changed. */
  readonly literal: boolean;
}

/** Gathers what is rendered into messages. */
export class MessageBuilder {
  readonly #messages: Message[] = [];
  #role: Role | undefined;
  #pieces: Piece[] = [];
  #length = 0;

  /** @param role of what comes before any role line; undefined if nothing may. */
  constructor(role: Role | undefined) {
    this.#role = role;
  }

  begin(role: Role): void {
    this.#end();
    this.#role = role;
  }

  add(text: string, literal: boolean, span: Span): void {
    if (text === "") return;
    this.#length += text.length;
    if (this.#length > limits.rendered) {
      const message = `the messages grow longer than ${limits.rendered / 1024 / 1024} MB`;
      throw templateError(span, message, "give shorter values");
    }
    if (this.#role === undefined) {
      if (literal && text.trim() === "") return;
      const hint = "put it behind a role line, or give each branch a role line of its own";
      throw templateError(span, "this comes before any role line, so it belongs to no message", hint);
    }
    this.#pieces.push({ text, literal });
  }

  /** The messages that say something. */
  finish(): Message[] {
    this.#end();
    return this.#messages;
  }

  #end(): void {
    const content = trimmedText(this.#pieces);
    this.#pieces = [];
    if (content !== "" && this.#role) this.#messages.push({ role: this.#role, content });
  }
}

/** The pieces as one text, the template's own white space taken off at both ends. */
export function trimmedText(pieces: readonly Piece[]): string {
  const said = (piece: Piece) => !piece.literal || piece.text.trim() !== "";
  const first = pieces.findIndex(said);
  if (first === -1) return "";
  const last = pieces.findLastIndex(said);
  let whole = "";
  for (let index = first; index <= last; index++) {
    const { text = "", literal = false } = pieces[index] ?? {};
    const start = literal && index === first ? text.trimStart() : text;
    whole += literal && index === last ? start.trimEnd() : start;
  }
  return whole;
}
