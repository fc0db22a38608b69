import type { TemplateFault } from "./template-fault.js";

/** A word of the language inside `{{ }}` or `{% %}`, with its offsets in the text. */
export type Token =
  | { readonly kind: "name"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "operator"; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: "string";
      /** The string itself, without quotes, escapes resolved. */
      readonly text: string;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: "number";
      readonly text: string;
      readonly value: number;
      readonly start: number;
      readonly end: number;
    }
  /** Behind the last word, where the tag closes. */
  | { readonly kind: "end"; readonly text: ""; readonly start: number; readonly end: number };

export type TagKind = "output" | "statement";

/** A tag, read into words. */
export interface Tag {
  readonly kind: TagKind;
  /** With one of kind `end` at its end. */
  readonly tokens: readonly Token[];
  /** Of the opening brace. */
  readonly start: number;
  /** Behind the closing brace. */
  readonly end: number;
  /** Whether `-%}` asks for the white space behind it to go. */
  readonly trimsAfter: boolean;
  /** Why it could not be read to its end; `tokens` are those before. */
  readonly fault?: TemplateFault;
}
