import type { SourceLocation } from "../../core/errors.js";
import type { Severity } from "../../core/finding.js";
import type { PromptSource, TextSource } from "../source.js";
import type { Span } from "../template/ast.js";
import type { LintFix } from "./lint-finding.js";
import type { RuleId } from "./rules.js";
import { offsetOf } from "./source-offset.js";

/** Where something stands. Lines are counted when it is asked for, since most findings of a long list are not shown. */
export interface Place {
  readonly file: string;
  locate(): { readonly at: SourceLocation; readonly end?: SourceLocation };
}

/** What a check found, before the configuration and the comments in the file have had their say. */
export interface RawFinding {
  readonly rule: RuleId;
  /** Where it weighs otherwise than the rule does. */
  readonly severity?: Severity;
  readonly place: Place;
  readonly message: string;
  readonly hint?: string;
  readonly fix?: LintFix;
  /** How many findings of its kind this one stands for; absent: itself alone. */
  readonly count?: number;
}

/** A stretch of a text. @param end excluded. */
export function inText(source: TextSource, start: number, end?: number): Place {
  return {
    file: source.file,
    locate: () => ({ at: source.locate(start), ...(end !== undefined && { end: source.locate(end) }) }),
  };
}

/** A part of a template. */
export function atSpan({ source, start, end }: Span): Place {
  return inText(source, start, end);
}

/** A place that has to be looked up, such as that of a key of the front matter. */
export function atLocation(file: string, locate: () => SourceLocation): Place {
  return { file, locate: () => ({ at: locate() }) };
}

/** A part of the front matter, with its end where it is a word or stands in quotes. */
export function inFrontMatter(source: PromptSource, locate: () => SourceLocation): Place {
  return {
    file: source.file,
    locate: () => {
      const at = locate();
      const start = offsetOf(source, at);
      const word = /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s[\]{},:#|>&*!"'][^\n[\]{},:]*)/.exec(
        source.text.slice(start, start + 200),
      );
      const length = source.yaml ? (word?.[0].trimEnd().length ?? 0) : 0;
      return { at, ...(length > 0 && { end: { ...at, column: at.column + length } }) };
    },
  };
}

/** A file as a whole. */
export function atFile(file: string): Place {
  return atLocation(file, () => ({ file, line: 1, column: 1 }));
}
