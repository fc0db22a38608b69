import { formatCount } from "../core/format-bytes.js";

const longest = 4096;
// Control characters and half surrogate pairs: no file system keeps them all.
const unfit = /[\p{Cc}\p{Cs}]/u;

/**
 * Why a path may not name an artifact, worded to follow it (`is absolute`); `undefined` if it may. What it forbids could,
 * written below a folder, land outside of it, or in git's own.
 */
export function artifactPathProblem(path: string): string | undefined {
  if (path === "") return "is empty";
  if (Buffer.byteLength(path) > longest) return `is longer than ${formatCount(longest)} bytes`;
  if (unfit.test(path)) return "has a control character, or half of a character";
  if (path.includes("\\")) return "has a backslash";
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "is absolute";
  for (const part of path.split("/")) {
    if (part === "") return "has an empty part";
    if (part === "." || part === "..") return `has a part ${JSON.stringify(part)}`;
    if (/^\.git[. ]*$/i.test(part)) return "names git's own directory";
  }
  return undefined;
}
