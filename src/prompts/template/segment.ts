import type { Role } from "../types.js";
import type { TemplateFault } from "./template-fault.js";
import type { Tag } from "./token.js";

/** A stretch of a template, before it is known which blocks it belongs to. */
export type Segment =
  /** Literal text, white space already taken off where a tag asked for it. `[start, end)` is exactly `text`. */
  | { readonly kind: "text"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "role"; readonly role: Role; readonly start: number; readonly end: number }
  | { readonly kind: "comment"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "tag"; readonly tag: Tag }
  /** Something that swallows the rest of the text, such as a comment that never ends. */
  | { readonly kind: "fault"; readonly fault: TemplateFault };
