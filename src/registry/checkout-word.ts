import { shellQuote } from "../core/shell-quote.js";

/** A file as git's commands take it in any folder of the repository, quoted for the shell. @param path from the top. */
export function checkoutWord(path: string): string {
  return shellQuote(/[*?[\\]/.test(path) ? `:(top,literal)${path}` : `:/${path}`);
}
