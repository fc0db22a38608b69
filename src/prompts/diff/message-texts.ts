import type { TextSource } from "../source.js";
import type { Span, Template, TemplateNode } from "../template/ast.js";
import { includedEnd } from "../template/include.js";
import type { Prompt, Role } from "../types.js";

/** The part of a template that becomes one message, or several where it stands in a loop. */
export interface MessageText {
  /** Absent for what stands before the first role line. */
  readonly role?: Role;
  /** The template's text with includes in place and comments left out, trimmed; line ends are LF. */
  readonly text: string;
  /** Its literal text alone, of every branch: what is sent whatever the inputs are, at most. */
  readonly literal: string;
}

/** Takes a template apart at its role lines. Parts without text are left out, as they are when it is rendered. */
export function messageTexts({ source, template }: Prompt): MessageText[] {
  const collector = new Collector();
  collector.template(source, source.bodyStart, source.text.length, template);
  return collector.messages();
}

interface Part {
  readonly role: Role | undefined;
  readonly text: string[];
  readonly literal: string[];
}

class Collector {
  readonly #parts: Part[] = [{ role: undefined, text: [], literal: [] }];

  /** Copies the source from `start` to `end`; only what is cut out of it is looked at. */
  template(source: TextSource, start: number, end: number, template: Template): void {
    let position = start;
    for (const node of inOrder(template.nodes)) {
      if (node.kind === "text") this.#last.literal.push(node.text);
      if (node.kind !== "role" && node.kind !== "include" && node.kind !== "comment") continue;
      this.#last.text.push(source.text.slice(position, node.span.start));
      position = node.span.end;
      if (node.kind === "role") this.#parts.push({ role: node.role, text: [], literal: [] });
      const included = node.kind === "include" ? sourceOf(node.template) : undefined;
      if (included && node.kind === "include") {
        this.template(included, 0, includedEnd(included.text), node.template);
      }
    }
    this.#last.text.push(source.text.slice(position, end));
  }

  messages(): MessageText[] {
    const alone = this.#parts.length === 1;
    return this.#parts
      .map(({ role, text, literal }): MessageText => {
        const speaker = role ?? (alone ? "user" : undefined);
        const joined = text.join("").replace(/\r\n?/g, "\n").trim();
        return { ...(speaker && { role: speaker }), text: joined, literal: literal.join("").trim() };
      })
      .filter(({ text }) => text !== "");
  }

  get #last(): Part {
    return this.#parts.at(-1) ?? { role: undefined, text: [], literal: [] };
  }
}

/** Every node of one file, those inside of blocks after the block. */
function* inOrder(nodes: readonly TemplateNode[]): Generator<TemplateNode> {
  for (const node of nodes) {
    yield node;
    if (node.kind === "if") for (const { body } of node.branches) yield* inOrder(body);
    if (node.kind === "for") {
      yield* inOrder(node.body);
      yield* inOrder(node.otherwise);
    }
  }
}

/** The file that a template was read from; undefined for one without anything in it. */
function sourceOf({ nodes }: Template): TextSource | undefined {
  const [first] = nodes;
  const span: Span | undefined = first?.span;
  return span?.source;
}
