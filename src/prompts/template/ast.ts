import type { TextSource } from "../source.js";
import type { Json, Role } from "../types.js";

/** A stretch of a source; `end` is excluded. Parts of an included file have that file as their source. */
export interface Span {
  readonly source: TextSource;
  readonly start: number;
  readonly end: number;
}

/** A parsed template: a sequence of nodes. Role lines and includes are nodes, so no value can ever become one. */
export interface Template {
  readonly nodes: readonly TemplateNode[];
  /** Every file that was taken in, in the order of first use; the prompt itself is not among them. */
  readonly included: readonly TextSource[];
}

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string; readonly span: Span }
  | { readonly kind: "output"; readonly expression: Expression; readonly span: Span }
  /** A line such as `system:`; what follows belongs to a new message. */
  | { readonly kind: "role"; readonly role: Role; readonly span: Span }
  | { readonly kind: "if"; readonly branches: readonly Branch[]; readonly span: Span }
  | {
      readonly kind: "for";
      /** One name, or two for the keys and values of a mapping. */
      readonly names: readonly string[];
      readonly list: Expression;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
      readonly span: Span;
    }
  | { readonly kind: "set"; readonly name: string; readonly value: Expression; readonly span: Span }
  | {
      readonly kind: "include";
      /** As written in the tag. */
      readonly path: string;
      readonly template: Template;
      readonly span: Span;
    }
  /** Renders nothing; kept for the linter's own comments. */
  | { readonly kind: "comment"; readonly text: string; readonly span: Span };

/** A branch of an `if`; without a condition it is the `else`. */
export interface Branch {
  readonly condition?: Expression;
  readonly body: readonly TemplateNode[];
}

export type Expression =
  | { readonly kind: "literal"; readonly value: Json; readonly span: Span }
  | { readonly kind: "variable"; readonly name: string; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: "mapping";
      readonly entries: readonly (readonly [key: Expression, value: Expression])[];
      readonly span: Span;
    }
  /** `a.b` (the key is a literal) and `a[b]`. */
  | { readonly kind: "member"; readonly object: Expression; readonly key: Expression; readonly span: Span }
  | {
      readonly kind: "slice";
      readonly object: Expression;
      readonly from?: Expression;
      readonly to?: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "unary";
      readonly operator: "not" | "-" | "+";
      readonly operand: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  /** `a if b else c`; without `else` an untrue condition gives nothing. */
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise?: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "filter";
      readonly name: string;
      readonly input: Expression;
      readonly args: readonly Expression[];
      readonly named: ReadonlyMap<string, Expression>;
      readonly span: Span;
    }
  /** `a is defined`, `a is not none`. */
  | {
      readonly kind: "test";
      readonly name: string;
      readonly negated: boolean;
      readonly input: Expression;
      readonly args: readonly Expression[];
      readonly span: Span;
    };

export type BinaryOperator =
  | "or"
  | "and"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "~"
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**";
