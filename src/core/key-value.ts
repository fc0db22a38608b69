import { MlxError } from "./errors.js";

/**
 * Reads words such as `lr=0.1`; the value may be empty and hold further `=`.
 * @param what the option or argument, for messages.
 * @throws {MlxError} `MLX_USAGE`, exit 2, for a word without a key or `=`, or a key given twice with different values.
 */
export function parsePairs(words: readonly string[], what: string): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf("=");
    const [key, value] = [word.slice(0, at).trim(), word.slice(at + 1)];
    if (at < 1 || key === "") {
      throw usage(
        `${what} takes key=value, found ${JSON.stringify(word)}`,
        `write it as ${what.startsWith("--") ? `${what} ` : ""}KEY=VALUE`,
      );
    }
    if (pairs.has(key) && pairs.get(key) !== value) {
      throw usage(`${what} gives ${key} twice, with different values`, "give it once");
    }
    pairs.set(key, value);
  }
  return Object.fromEntries(pairs);
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}
