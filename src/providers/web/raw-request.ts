/** A request as it goes over the wire, taken apart. */
export interface RawRequest {
  readonly method: string;
  /** A path, or a whole address. */
  readonly target: string;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Reads `POST /chat HTTP/1.1`, the headers behind it, an empty line and the body. Blank ends of the body are no part of it.
 * @returns what is wrong, in words, where it is no request.
 */
export function parseRawRequest(text: string): RawRequest | { readonly problem: string } {
  const [head = "", ...rest] = text
    .trim()
    .replaceAll("\r\n", "\n")
    .split(/\n[ \t]*\n/);
  const [first = "", ...lines] = head.split("\n").map((line) => line.trim());
  const [, method, target] = /^([A-Za-z]+)\s+(\S+)(?:\s+HTTP\/\d(?:\.\d)?)?$/.exec(first) ?? [];
  if (method === undefined || target === undefined)
    return { problem: "begin with a line such as POST /chat HTTP/1.1" };
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value = ""] = /^([^\s:]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name === undefined)
      return { problem: `have a header, NAME: VALUE, in the place of ${JSON.stringify(line)}` };
    headers[name.toLowerCase()] = value;
  }
  const body = rest.join("\n\n").trim();
  return { method: method.toUpperCase(), target, headers, ...(body !== "" && { body }) };
}
