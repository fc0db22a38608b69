import { basename } from "node:path";
import { createRedactor, secretsOf } from "../../core/redact.js";
import { shellQuote } from "../../core/shell-quote.js";

const longest = 60;

/** The command's words, without the program's folder, credentials and what is beyond 60 characters. */
export function defaultRunName(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string {
  const [program = "", ...args] = argv;
  const words = [basename(program), ...args].map((word) => shellQuote(word.replace(/\s+/g, " "))).join(" ");
  const clean = createRedactor(secretsOf(env))(words);
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
