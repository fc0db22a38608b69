import type { TextSource } from "../source.js";
import type { Span, Template, TemplateNode } from "./ast.js";
import { BlockBuilder } from "./block-builder.js";
import type { Dialect } from "./dialect.js";
import { ExpressionParser } from "./expression-parser.js";
import { type IncludeResolver, includedEnd } from "./include.js";
import { limits } from "./limits.js";
import type { ProblemList } from "./problem-list.js";
import { readSegments } from "./read-segments.js";
import { StatementReader } from "./read-statement.js";
import { TemplateFault } from "./template-fault.js";
import { TokenStream } from "./token-stream.js";

/** A file, read once however often it is included, and how much it adds where it is. */
interface ParsedFile {
  readonly template: Template;
  /** Blocks in one another, those of its includes with them. */
  readonly blocks: number;
  /** Files in one another, itself not counted. */
  readonly includes: number;
  /** Nodes, and UTF-16 units of text, with every include in its place. */
  readonly nodes: number;
  readonly text: number;
}

/** Reads the files of one template. */
export class FileParser {
  readonly #include: IncludeResolver;
  readonly #problems: ProblemList;
  readonly #dialect: Dialect;
  readonly #done = new Map<string, ParsedFile>();
  /** The files that are being read, each included by the one before. */
  readonly #stack: TextSource[] = [];

  constructor(include: IncludeResolver, problems: ProblemList, dialect: Dialect) {
    this.#include = include;
    this.#problems = problems;
    this.#dialect = dialect;
  }

  parse(source: TextSource, start: number, end: number): ParsedFile {
    this.#stack.push(source);
    const report = (fault: TemplateFault) => this.#problems.add(source, fault);
    const blocks = new BlockBuilder(source, report);
    const included = new Set<TextSource>();
    const size = { includes: 0, nodes: 0, text: end - start };
    const include = (path: string, span: Span, pathSpan: Span): TemplateNode | undefined => {
      const file = this.#taken(path, source, pathSpan, blocks.depth);
      if (!file) return undefined;
      blocks.noteDepth(blocks.depth + file.parsed.blocks);
      included.add(file.source);
      for (const further of file.parsed.template.included) included.add(further);
      size.includes = Math.max(size.includes, file.parsed.includes + 1);
      size.nodes += file.parsed.nodes;
      size.text += file.parsed.text;
      if (size.nodes > limits.nodes || size.text > limits.text) {
        this.#fault(pathSpan, "the template grows too large with its includes", "include less");
        size.nodes = 0;
        size.text = 0;
        return undefined;
      }
      return { kind: "include", path, template: file.parsed.template, span };
    };
    let complete = true;
    for (const segment of readSegments(source.text, start, end, this.#dialect)) {
      if (this.#problems.full || blocks.depth > limits.blocks) {
        complete = false;
        break;
      }
      size.nodes += 1;
      if (segment.kind === "tag")
        readTag(new TokenStream(source, segment.tag, this.#dialect), blocks, include, report);
      else if (segment.kind === "fault") {
        report(segment.fault);
        complete = false;
      } else {
        const { start: from, end: to, ...node } = segment;
        blocks.add({ ...node, span: { source, start: from, end: to } });
      }
    }
    const nodes = blocks.finish(end, complete);
    this.#stack.pop();
    return { template: { nodes, included: [...included] }, blocks: blocks.deepest, ...size };
  }

  /** The file that a tag includes, read; undefined if that cannot be, which is then told. */
  #taken(
    path: string,
    from: TextSource,
    span: Span,
    depth: number,
  ): { readonly source: TextSource; readonly parsed: ParsedFile } | undefined {
    const found = this.#include(path, from);
    if ("problem" in found) return this.#fault(span, found.problem, found.hint);
    const { source } = found;
    const at = this.#stack.findIndex(({ file }) => file === source.file);
    if (at !== -1) {
      const circle = [...this.#stack.slice(at), source].map(({ file }) => file).join(" → ");
      return this.#fault(
        span,
        `files include one another in a circle: ${circle}`,
        "take one of the includes out",
      );
    }
    const known = this.#done.get(source.file);
    if (this.#stack.length + (known?.includes ?? 0) > limits.includes) {
      const message = `includes nest more than ${limits.includes} deep`;
      return this.#fault(span, message, "include fewer files in one another");
    }
    const parsed = known ?? this.parse(source, 0, includedEnd(source.text));
    this.#done.set(source.file, parsed);
    if (depth + parsed.blocks > limits.blocks) {
      return this.#fault(span, `blocks nest more than ${limits.blocks} deep with what is included here`);
    }
    return { source, parsed };
  }

  #fault(span: Span, message: string, hint?: string): undefined {
    this.#problems.add(span.source, new TemplateFault(message, span.start, span.end, hint), "include");
    return undefined;
  }
}

function readTag(
  tokens: TokenStream,
  blocks: BlockBuilder,
  include: (path: string, span: Span, pathSpan: Span) => TemplateNode | undefined,
  report: (fault: TemplateFault) => void,
): void {
  const { source, tag } = tokens;
  if (tag.kind === "statement") {
    new StatementReader(tokens, blocks, include, report).read();
    return;
  }
  try {
    if (tag.fault) throw tag.fault;
    const parser = new ExpressionParser(tokens, report);
    if (tokens.current.kind === "end") throw tokens.unexpected("a value", "`{{ }}` writes a value out");
    const expression = parser.parse();
    tokens.expectEnd();
    blocks.add({ kind: "output", expression, span: { source, start: tag.start, end: tag.end } });
  } catch (fault) {
    if (!(fault instanceof TemplateFault)) throw fault;
    report(fault);
  }
}
