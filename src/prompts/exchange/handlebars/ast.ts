/** Handlebars as dotprompt uses it. Offsets are of the whole file. */
export type HandlebarsNode =
  | { readonly kind: "text"; readonly text: string; readonly start: number }
  | { readonly kind: "mustache"; readonly call: HandlebarsCall; readonly start: number }
  | HandlebarsBlock
  | {
      readonly kind: "partial";
      readonly name: HandlebarsValue;
      readonly call: HandlebarsCall;
      /** White space before each of the partial's lines, where the tag stands alone on its line. */
      readonly indent: string;
      readonly start: number;
    };

export interface HandlebarsBlock {
  readonly kind: "block";
  readonly call: HandlebarsCall;
  /** `{{#each list as |item index|}}` */
  readonly params: readonly string[];
  readonly body: readonly HandlebarsNode[];
  readonly otherwise: readonly HandlebarsNode[];
  /** `{{^name}}…{{/name}}` */
  readonly inverted: boolean;
  /** Whether its tags stood alone on their lines: the opening one, the one of `else`, the closing one. */
  readonly ownLines: readonly [open: boolean, otherwise: boolean, close: boolean];
  readonly start: number;
}

/** A name or literal with what follows it: a helper with its arguments, or a value alone. */
export interface HandlebarsCall {
  readonly head: HandlebarsValue;
  readonly args: readonly HandlebarsValue[];
  readonly named: ReadonlyMap<string, HandlebarsValue>;
  readonly start: number;
}

export type HandlebarsValue =
  | {
      readonly kind: "path";
      /** How many `../` come first. */
      readonly up: number;
      /** `@index` and the like. */
      readonly data: boolean;
      /** Began with `this`, `.` or `./`: never a helper. */
      readonly scoped: boolean;
      readonly parts: readonly string[];
      readonly start: number;
    }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly start: number }
  | { readonly kind: "call"; readonly call: HandlebarsCall; readonly start: number };
