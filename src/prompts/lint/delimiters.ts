/** Something that was opened around what follows. */
interface Opened {
  isClosed: boolean;
}

const part =
  /<(\/?)([A-Za-z][\w.:-]{0,60})(?:\s[^<>]{0,200})?>|(`{3,}|~{3,})|("""|''')|\[(\/?)([A-Z][A-Z0-9_ ]{1,40})\]/g;

/** The beginning of a tag whose end is still to come. */
const unfinished = /^<[A-Za-z][\w.:-]*(?:\s[^<>]*)?$/;
const longestTag = 300;

/** Most tags that are kept open at once: one that nobody closes was no delimiter. */
const deepest = 20;

/** Reads a message's literal text in order and tells what stands between delimiters. */
export class Delimiters {
  readonly #tags: { readonly name: string; readonly opened: Opened }[] = [];
  #tail = "";
  readonly #toggles = new Map<string, Opened>();

  /** What is open at this place; which of it is closed later is known once the message has been read. */
  open(): readonly Opened[] {
    return [...this.#tags.map(({ opened }) => opened), ...this.#toggles.values()];
  }

  /** Something is written out here; it may stand in a tag, as in `<passage source="{{ name }}">`. */
  value(): void {
    if (this.#tail !== "") this.#tail += "…";
  }

  read(literal: string): void {
    const text = this.#tail + literal;
    const start = text.lastIndexOf("<");
    this.#tail =
      start >= 0 && start >= text.length - longestTag ? (unfinished.exec(text.slice(start))?.[0] ?? "") : "";
    for (const [, slash = "", tag, fence, quotes, bracketSlash = "", bracket] of text.matchAll(part)) {
      if (tag !== undefined) this.#tag(slash === "/", `<${tag}`);
      else if (bracket !== undefined) this.#tag(bracketSlash === "/", `[${bracket}`);
      else if (fence !== undefined) this.#toggle(fence.slice(0, 3));
      else if (quotes !== undefined) this.#toggle(quotes);
    }
  }

  #tag(closes: boolean, name: string): void {
    if (!closes) {
      if (this.#tags.length >= deepest) this.#tags.shift();
      this.#tags.push({ name, opened: { isClosed: false } });
      return;
    }
    const index = this.#tags.findLastIndex((tag) => tag.name === name);
    for (const { opened, name: other } of index < 0 ? [] : this.#tags.splice(index)) {
      if (other === name) opened.isClosed = true;
    }
  }

  #toggle(kind: string): void {
    const opened = this.#toggles.get(kind);
    if (opened) {
      opened.isClosed = true;
      this.#toggles.delete(kind);
    } else this.#toggles.set(kind, { isClosed: false });
  }
}
