import { MlxError } from "../../core/errors.js";
import { shortened } from "../../core/shortened.js";
import type { Span } from "./ast.js";

/** What cannot be rendered, at its place. */
export function templateError(span: Span, message: string, hint?: string): MlxError {
  const at = span.source.locate(span.start);
  return new MlxError("MLX_TEMPLATE", message, { exitCode: 2, at, ...(hint !== undefined && { hint }) });
}

const longest = 60;

/** What is written at a place, on one line, in backquotes. */
export function quoteSource({ source, start, end }: Span): string {
  const text = source.text.slice(start, Math.min(end, start + 4 * longest)).replace(/\s+/g, " ");
  return `\`${shortened(text, longest)}\``;
}
