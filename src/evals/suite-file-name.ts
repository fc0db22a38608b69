import { sha256Of } from "../core/sha256.js";

const plain = /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,79}$/u;

/**
 * A suite's name as that of a file, without an ending. A name that is no good file name on every system gets its other characters replaced
 * and a few digits of its SHA-256 appended, so that two names never share a file.
 */
export function suiteFileName(suite: string): string {
  if (plain.test(suite) && !suite.endsWith(".")) return suite;
  const readable = suite.replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 60);
  return `${readable}-${sha256Of(suite).slice(0, 8)}`;
}
