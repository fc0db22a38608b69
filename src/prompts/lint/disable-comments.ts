import type { TextSource } from "../source.js";
import type { Template } from "../template/ast.js";
import { walkTemplate } from "../template/walk.js";
import { yamlComments } from "./yaml-comments.js";

/** A comment that disables rules, as it is written. */
export interface DisableComment {
  /** In the file's text; `end` is excluded. */
  readonly start: number;
  readonly end: number;
  readonly rules: readonly string[];
  /** Empty where none is given: then it disables nothing. */
  readonly reason: string;
  /** The line that it is about, counted from 1; absent for the whole file. */
  readonly line?: number;
}

/** A text without it has no such comment. */
export const disableMark = "mlx-lint-disable";
const directive = /^\s*mlx-lint-disable(-next-line|-line)?(?![\w-])([\s\S]*)$/;

export interface CommentedText {
  readonly source: TextSource;
  /** The front matter, if the file has one. */
  readonly yaml?: { readonly text: string; readonly start: number };
  readonly bodyStart: number;
  /** Tells comments from what only looks like one; without it anything between `{#` and `#}` counts. */
  readonly template?: Template;
}

/** The comments of a file that disable rules, in order: `{# mlx-lint-disable-next-line RULE: reason #}`, in YAML after `#`. */
export function disableComments(text: CommentedText): DisableComment[] {
  if (!text.source.text.includes(disableMark)) return [];
  const found: { start: number; end: number; content: string }[] = [];
  const { yaml } = text;
  if (yaml?.text.includes(disableMark)) {
    for (const { start, end } of yamlComments(yaml.text)) {
      found.push({
        start: start + yaml.start,
        end: end + yaml.start,
        content: yaml.text.slice(start + 1, end),
      });
    }
  }
  return [...found, ...templateComments(text)].flatMap(
    ({ start, end, content }) => readComment(text.source, start, end, content) ?? [],
  );
}

function templateComments({ source, bodyStart, template }: CommentedText) {
  const found: { start: number; end: number; content: string }[] = [];
  if (template) {
    const seen = new Set<number>();
    walkTemplate(template, {
      node(node) {
        const { start, end } = node.span;
        if (node.kind !== "comment" || node.span.source.file !== source.file || seen.has(start)) return;
        seen.add(start);
        found.push({ start, end, content: commentText(source.text.slice(start, end)) });
      },
    });
    return found;
  }
  const { text } = source;
  for (let start = text.indexOf("{#", bodyStart); start !== -1; ) {
    const close = text.indexOf("#}", start + 2);
    if (close === -1) break;
    const end = close + 2;
    found.push({ start, end, content: commentText(text.slice(start, end)) });
    start = text.indexOf("{#", end);
  }
  return found;
}

/** What stands between the marks of a comment. */
function commentText(whole: string): string {
  return whole.replace(/^\{#[-+]?|[-+]?#\}$/g, "");
}

function readComment(
  source: TextSource,
  start: number,
  end: number,
  content: string,
): DisableComment | undefined {
  const match = directive.exec(content);
  if (!match) return undefined;
  const [, where, said = ""] = match;
  const colon = said.indexOf(":");
  const listed = colon === -1 ? said : said.slice(0, colon);
  const reason = colon === -1 ? "" : said.slice(colon + 1);
  const rules = [...new Set(listed.split(/[\s,]+/).filter((rule) => rule !== ""))];
  const line =
    where === undefined
      ? undefined
      : where === "-line"
        ? source.locate(start).line
        : source.locate(end).line + 1;
  return { start, end, rules, reason: reason.trim(), ...(line !== undefined && { line }) };
}
