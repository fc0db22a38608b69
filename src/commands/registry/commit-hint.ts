import { shellQuote } from "../../core/shell-quote.js";

/** The command that commits what was written. @param paths from the repository's top. */
export function commitHint(paths: readonly string[], message: string): string {
  return `commit it: git add ${paths.map(shellQuote).join(" ")} && git commit -m ${shellQuote(message)}`;
}
