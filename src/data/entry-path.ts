/** The longest path an entry may have, in UTF-8 bytes: what Linux accepts. */
const maxPathBytes = 4096;

/** What may not stand in a line of a YAML block as it is, and the escape character itself. */
const special = /[%\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/u;
const everySpecial = new RegExp(special.source, "gu");

/** Finds nearly every harmless path at once; the rest is looked at part by part. */
const suspicious =
  /^\/|\/\/|\/$|(?:^|\/)\.|git~1|\\|^[a-z]:|[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff\ud800-\udfff]/i;
/** The code points that HFS+ leaves out of account when it compares names, as git lists them. */
const ignoredByHfs = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
/** `.git` and its short name, with what NTFS drops or takes for a stream. */
const gitDirectory = /^(?:\.git|git~1)[. ]*(?:$|[:\\])/i;

/**
 * Writes a path, or one of its parts, as it stands in pointers and manifests: `%`, control characters, U+2028, U+2029,
 * U+FEFF, U+FFFE, U+FFFF, and the spaces at its start and end, as the upper-case hexadecimal of their UTF-8 bytes.
 */
export function encodeEntryPath(path: string): string {
  if (isPlain(path)) return path;
  let start = 0;
  while (path[start] === " ") start++;
  let end = path.length;
  while (end > start && path[end - 1] === " ") end--;
  const middle = path.slice(start, end).replace(everySpecial, percentEncode);
  return "%20".repeat(start) + middle + "%20".repeat(path.length - end);
}

/** The path that `text` encodes, or `undefined` if `text` is not the one valid encoding of any. */
export function decodeEntryPath(text: string): string | undefined {
  if (!text.includes("%")) return isPlain(text) ? text : undefined;
  try {
    const path = decodeURIComponent(text);
    return encodeEntryPath(path) === text ? path : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/**
 * Why a path may not stand in a directory's listing, worded to follow the path (`is absolute`); `undefined` if it may.
 * @param path not encoded, `/` between its parts.
 */
export function entryPathProblem(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.length * 3 > maxPathBytes && Buffer.byteLength(path) > maxPathBytes) {
    return `is longer than ${maxPathBytes.toLocaleString("en-US")} bytes`;
  }
  if (path.includes("\0")) return "has a NUL character";
  if (!suspicious.test(path)) return undefined;
  if (/\p{Surrogate}/u.test(path)) return "is not valid Unicode (it has half of a surrogate pair)";
  if (/^\/|^\\\\|^[a-z]:[/\\]/i.test(path)) return "is absolute";
  for (const part of path.split("/")) {
    const problem = partProblem(part);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** As `entryPathProblem`, for one part of a path wherever it may stand. */
export function entryNameProblem(name: string): string | undefined {
  if (name.includes("/")) return "has a slash";
  return entryPathProblem(`x/${name}`);
}

function partProblem(part: string): string | undefined {
  if (part === "") return "has an empty part";
  if (part === "..") return "leaves its directory";
  if (part === ".") return 'has a part "."';
  return gitDirectory.test(part.replace(ignoredByHfs, "")) ? "names git's own directory" : undefined;
}

function isPlain(text: string): boolean {
  return !text.startsWith(" ") && !text.endsWith(" ") && !special.test(text);
}

function percentEncode(character: string): string {
  let encoded = "";
  for (const byte of Buffer.from(character)) {
    encoded += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
