import type { TextSource } from "../source.js";
import type { Expression, Span, TemplateNode } from "./ast.js";
import { limits } from "./limits.js";
import { closeBlock, nextBranch, type OpenBlock } from "./open-block.js";
import { TemplateFault } from "./template-fault.js";
import type { Tag } from "./token.js";

/** Puts the nodes of one text into the blocks that they belong to. No recursion: blocks may nest as deep as they like. */
export class BlockBuilder {
  readonly #source: TextSource;
  readonly #report: (fault: TemplateFault) => void;
  readonly #open: OpenBlock[] = [];
  readonly #nodes: TemplateNode[] = [];
  #deepest = 0;

  constructor(source: TextSource, report: (fault: TemplateFault) => void) {
    this.#source = source;
    this.#report = report;
  }

  /** How many blocks stand around what is added next. */
  get depth(): number {
    return this.#open.length;
  }

  /** How many blocks stand in one another, where it is most. */
  get deepest(): number {
    return this.#deepest;
  }

  add(node: TemplateNode): void {
    (this.#open.at(-1)?.body ?? this.#nodes).push(node);
  }

  /** Notes how deep an included file nests. */
  noteDepth(depth: number): void {
    this.#deepest = Math.max(this.#deepest, depth);
  }

  openIf(opening: Tag, condition: Expression): void {
    this.#push({ kind: "if", opening, branches: [], condition, body: [], hasElse: false });
  }

  openFor(opening: Tag, names: readonly string[], list: Expression): void {
    this.#push({ kind: "for", opening, names, list, loopBody: undefined, body: [] });
  }

  elif(tag: Tag, condition: Expression): void {
    const block = this.#open.at(-1);
    if (block?.kind !== "if") this.#stray(tag, "elif", "belongs to no `if`");
    else if (block.hasElse) this.#stray(tag, "elif", "stands behind the `else` of its `if`");
    else nextBranch(block, condition);
  }

  otherwise(tag: Tag): void {
    const block = this.#open.at(-1);
    if (!block) {
      this.#stray(tag, "else", "belongs to no `if` and no `for`");
    } else if (block.kind === "if" ? block.hasElse : block.loopBody) {
      this.#stray(tag, "else", `is the second one of its \`${block.kind}\``);
    } else if (block.kind === "if") {
      nextBranch(block, undefined);
    } else {
      block.loopBody = block.body;
      block.body = [];
    }
  }

  /** `endif` or `endfor`. Blocks inside that have not ended are told where they open. */
  close(tag: Tag, kind: "if" | "for"): void {
    const at = this.#open.findLastIndex((block) => block.kind === kind);
    if (at === -1) {
      this.#stray(tag, `end${kind}`, `ends no \`${kind}\``);
      return;
    }
    while (this.#open.length > at + 1) this.#closeLast(tag.start, true);
    this.#closeLast(tag.end, false);
  }

  /** The nodes, once the text has ended. @param complete false if its end could not be read. */
  finish(end: number, complete: boolean): TemplateNode[] {
    while (this.#open.length > 0) this.#closeLast(end, complete);
    return this.#nodes;
  }

  #push(block: OpenBlock): void {
    this.#open.push(block);
    this.noteDepth(this.#open.length);
    if (this.#open.length === limits.blocks + 1) {
      const { start, end } = block.opening;
      const hint = "split the prompt, or prepare the values before";
      this.#report(new TemplateFault(`blocks nest more than ${limits.blocks} deep`, start, end, hint));
    }
  }

  #closeLast(end: number, tell: boolean): void {
    const block = this.#open.pop();
    if (!block) return;
    const { opening, kind } = block;
    if (tell) {
      const hint = `end it with \`{% end${kind} %}\``;
      this.#report(new TemplateFault(`\`${kind}\` is never closed`, opening.start, opening.end, hint));
    }
    const span: Span = { source: this.#source, start: opening.start, end };
    this.add(closeBlock(block, span));
  }

  #stray(tag: Tag, word: string, why: string): void {
    this.#report(new TemplateFault(`\`${word}\` ${why}`, tag.start, tag.end));
  }
}
