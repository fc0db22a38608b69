/**
 * The keys of a JSON object at its top, as they stand, doubled ones too, which `JSON.parse` would let the last of win.
 * @param text valid JSON.
 */
export function topLevelKeys(text: string): string[] {
  const keys: string[] = [];
  let [depth, start] = [0, -1];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') {
      start = at;
      for (at++; text[at] !== '"' && at < text.length; at++) if (text[at] === "\\") at++;
    } else if (letter === "{" || letter === "[") depth++;
    else if (letter === "}" || letter === "]") depth--;
    else if (letter === ":" && depth === 1 && start !== -1) {
      const end = text.lastIndexOf('"', at);
      keys.push(String(JSON.parse(text.slice(start, end + 1))));
    }
  }
  return keys;
}

/** A value of JSON as an object; empty if it is none. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** JSON, or undefined. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
