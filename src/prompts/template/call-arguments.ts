import type { Expression } from "./ast.js";

/** What stands in the parentheses behind the name of a filter or a test. */
export interface CallArguments {
  readonly args: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
}
