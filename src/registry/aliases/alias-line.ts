import { isSha256 } from "../../core/sha256.js";
import { isUlid } from "../../core/ulid.js";
import { type Parsed, parseProblem, readText } from "../format/parsed.js";
import type { AliasPointer } from "../types.js";

/** The one line of an alias file. It is one line so that git never blends two of them. */
export function formatAliasLine({ version, record, event }: AliasPointer): string {
  return `${version} sha256:${record} ${event}\n`;
}

/** Reads `aliases/<alias>` strictly. Whether version and event exist is not asked here. */
export function parseAliasLine(bytes: Uint8Array): Parsed<AliasPointer> {
  const read = readText(bytes);
  if (!read.ok) return read;
  const { value: text } = read;
  const [version = "", digest = "", event = "", ...rest] = text.replace(/\n$/, "").split(" ");
  const record = digest.replace(/^sha256:/, "");
  const pointer = isSha256(record) && isUlid(event) ? { version, record, event } : undefined;
  if (pointer !== undefined && rest.length === 0 && formatAliasLine(pointer) === text && version !== "") {
    return { ok: true, value: pointer };
  }
  if (text.includes("\r"))
    return parseProblem("has CRLF line ends: git converted them, or an editor did", text, text.indexOf("\r"));
  const second = text.indexOf("\n") + 1;
  if (second > 0 && second < text.length) return parseProblem("has more than one line", text, second);
  return parseProblem("is not `<version> sha256:<digest of the record> <event>` and a newline", text, 0);
}
