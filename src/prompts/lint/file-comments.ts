import type { TextSource } from "../source.js";
import { type CommentedText, type DisableComment, disableComments } from "./disable-comments.js";
import { inText, type Place, type RawFinding } from "./raw-finding.js";
import { ruleOf, unknownRule } from "./rules.js";

const example = "{# mlx-lint-disable-next-line RULE: the reason #}";

/** The comments of one file that disable rules, and which of them have had something to disable. */
export class FileComments {
  readonly isEmpty: boolean;
  readonly #source: TextSource;
  readonly #comments: readonly DisableComment[];
  /** What they disable, by rule and line. */
  readonly #disabled = new Set<string>();
  /** Which of that has been found. */
  readonly #used = new Set<string>();

  constructor(text: CommentedText) {
    this.#source = text.source;
    this.#comments = disableComments(text);
    this.isEmpty = this.#comments.length === 0;
    for (const { rules, reason, line } of this.#comments) {
      for (const rule of reason === "" ? [] : rules) this.#disabled.add(keyOf(rule, line));
    }
  }

  /** Whether a finding of the rule on a line does not count. */
  disables(rule: string, line: number): boolean {
    const keys = [keyOf(rule), keyOf(rule, line)].filter((key) => this.#disabled.has(key));
    for (const key of keys) this.#used.add(key);
    return keys.length > 0;
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
        if (ruleOf(rule) === undefined) yield unknownRuleFinding(found.place, rule);
        else if (comment.reason !== "" && !this.#used.has(keyOf(rule, comment.line)) && mayBeUnused(rule)) {
          const message = `the comment has nothing to disable: ${rule} finds nothing here`;
          yield { ...found, severity: "warning", message, hint: "remove it" };
        }
      }
    }
  }
}

/** Worded when it is shown: of a file full of them most are only counted. */
function unknownRuleFinding(place: Place, rule: string): RawFinding {
  return {
    rule: "disable-comment",
    place,
    get message() {
      return unknownRule(rule).message;
    },
    get hint() {
      return unknownRule(rule).hint;
    },
  };
}

function keyOf(rule: string, line?: number): string {
  return line === undefined ? rule : `${rule} ${line}`;
}
