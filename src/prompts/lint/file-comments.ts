import type { TextSource } from "../source.js";
import { type CommentedText, type DisableComment, disableComments } from "./disable-comments.js";
import { inText, type RawFinding } from "./raw-finding.js";
import { ruleOf, unknownRule } from "./rules.js";

const example = "{# mlx-lint-disable-next-line RULE: the reason #}";

/** The comments of one file that disable rules, and which of them have had something to disable. */
export class FileComments {
  readonly isEmpty: boolean;
  readonly #source: TextSource;
  readonly #comments: readonly DisableComment[];
  readonly #byRule = new Map<string, DisableComment[]>();
  readonly #used = new Map<DisableComment, Set<string>>();

  constructor(text: CommentedText) {
    this.#source = text.source;
    this.#comments = disableComments(text);
    this.isEmpty = this.#comments.length === 0;
    for (const comment of this.#comments) {
      this.#used.set(comment, new Set());
      for (const rule of comment.reason === "" ? [] : comment.rules) {
        const key = keyOf(rule, comment.line);
        this.#byRule.set(key, [...(this.#byRule.get(key) ?? []), comment]);
      }
    }
  }

  /** Whether a finding of the rule on a line does not count. */
  disables(rule: string, line: number): boolean {
    const comments = [
      ...(this.#byRule.get(keyOf(rule)) ?? []),
      ...(this.#byRule.get(keyOf(rule, line)) ?? []),
    ];
    for (const comment of comments) this.#used.get(comment)?.add(rule);
    return comments.length > 0;
  }

  /**
   * What is wrong with the comments themselves.
   * @param mayBeUnused whether a comment that has had nothing to disable for a rule is to be told.
   */
  *findings(mayBeUnused: (rule: string) => boolean): Iterable<RawFinding> {
    for (const comment of this.#comments) {
      const found = {
        rule: "disable-comment",
        place: inText(this.#source, comment.start, comment.end),
      } as const;
      if (comment.rules.length === 0) {
        yield { ...found, message: "the comment names no rule to disable", hint: `write: ${example}` };
      } else if (comment.reason === "") {
        yield {
          ...found,
          message: "the comment disables nothing: it gives no reason",
          hint: `write: ${example}`,
        };
      }
      for (const rule of comment.rules) {
        if (ruleOf(rule) === undefined) yield { ...found, ...unknownRule(rule) };
        else if (comment.reason !== "" && !this.#used.get(comment)?.has(rule) && mayBeUnused(rule)) {
          const message = `the comment has nothing to disable: ${rule} finds nothing here`;
          yield { ...found, severity: "warning", message, hint: "remove it" };
        }
      }
    }
  }
}

function keyOf(rule: string, line?: number): string {
  return line === undefined ? rule : `${rule} ${line}`;
}
