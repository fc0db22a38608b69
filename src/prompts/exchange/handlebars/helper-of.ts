import type { HandlebarsCall } from "./ast.js";

/** The name that a call begins with, if it can be a helper's. */
export function helperOf(call: HandlebarsCall): string | undefined {
  const { head } = call;
  const plain =
    head.kind === "path" && !head.data && !head.scoped && head.up === 0 && head.parts.length === 1;
  return plain ? head.parts[0] : undefined;
}
