import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compareBytes } from "../../../core/byte-order.js";

/** Folders that nobody means with a pattern. */
const skipped = new Set([".git", ".mlx", "node_modules"]);

/** Whether a path has something to be matched. */
export function isPattern(path: string): boolean {
  return /[*?]|\{[^{}]*,[^{}]*\}|\[[^\]]+\]/.test(path);
}

/**
 * The files that fit a pattern, byte-sorted. `*` and `?` stay within a name, `**` goes through folders, `{a,b}` is either.
 * @param folder absolute, where the pattern starts. @returns paths relative to it.
 */
export function globFiles(folder: string, pattern: string): readonly string[] {
  const parts = pattern
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  const found = new Set<string>();
  visit(folder, "", parts);
  return [...found].sort(compareBytes);

  function visit(at: string, way: string, rest: readonly string[]): void {
    const [part, ...further] = rest;
    if (part === undefined) return;
    if (part === "**") {
      visit(at, way, further);
      for (const { name, isFolder } of entries(at)) {
        if (isFolder && !name.startsWith(".")) visit(join(at, name), `${way}${name}/`, rest);
      }
      return;
    }
    if (!isPattern(part) && further.length > 0) {
      visit(join(at, part), `${way}${part}/`, further);
      return;
    }
    const fits = matcher(part);
    for (const { name, isFolder } of entries(at)) {
      if (!fits.test(name) || (name.startsWith(".") && !part.startsWith("."))) continue;
      if (further.length > 0 && isFolder) visit(join(at, name), `${way}${name}/`, further);
      if (further.length === 0 && !isFolder) found.add(`${way}${name}`);
    }
  }
}

function entries(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !skipped.has(name))
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch {
    return [];
  }
}

function matcher(part: string): RegExp {
  const source = part.replace(/\{[^{}]*\}|\[!?[^\]]+\]|[\s\S]/g, (token) => {
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.length > 1 && token.startsWith("[")) return token.replace("[!", "[^").replaceAll("\\", "\\\\");
    if (token.length > 1) return `(?:${token.slice(1, -1).split(",").map(escaped).join("|")})`;
    return escaped(token);
  });
  return new RegExp(`^${source}$`, "u");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
