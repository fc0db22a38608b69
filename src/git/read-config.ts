import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The settings of a repository's own configuration, such as `remote.origin.url`, without starting git; of a key that is
 * set twice the first value. Files that it includes, and those of the user, are not read.
 */
export function readRepositoryConfig(commonDir: string): Map<string, string> {
  try {
    return parseConfig(readFileSync(join(commonDir, "config"), "utf8"));
  } catch {
    return new Map(); // not there or not for us to read: then it tells nothing
  }
}

/** Reads git-config(1) syntax: sections and keys in lower case, subsections as they are. */
export function parseConfig(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  let section = "";
  for (const line of text.replace(/\\\r?\n/g, "").split(/\r?\n/)) {
    const [, name, quoted] = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line) ?? [];
    if (name !== undefined) {
      const subsection = quoted === undefined ? "" : `.${quoted.replace(/\\(.)/g, "$1")}`;
      section = `${name.toLowerCase()}${subsection}`;
      continue;
    }
    const [, key, value] = /^\s*([A-Za-z][\w-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    const at = `${section}.${key.toLowerCase()}`;
    if (!settings.has(at)) settings.set(at, plainValue(value));
  }
  return settings;
}

/** A value without its quotes, its escapes and the comment behind it. */
function plainValue(written: string): string {
  let value = "";
  let inQuotes = false;
  for (const [token] of written.trimEnd().matchAll(/\\.|[^\\]/g)) {
    if (token === '"') inQuotes = !inQuotes;
    else if ((token === "#" || token === ";") && !inQuotes) return value.trimEnd();
    else value += token.length === 2 && token.startsWith("\\") ? (escapes[token] ?? token.slice(1)) : token;
  }
  return value;
}

const escapes: Readonly<Record<string, string>> = { "\\n": "\n", "\\t": "\t", "\\b": "\b" };
