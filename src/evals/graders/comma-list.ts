/** What a list in one text holds, or why it holds nothing that can be told. */
export type CommaList =
  | { readonly ok: true; readonly items: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Quoted, with `""` or `\"` for a quote, or bare up to the next comma; then a comma or the end. */
const field = /\s*(?:"((?:[^"\\]|""|\\[\s\S])*)"\s*(?=,|$)|([^\s",][^,]*|(?=,|$)))(?:,|$)/y;

/** Reads `a, "b, c", d`. Empty places between commas count for nothing. */
export function readCommaList(text: string): CommaList {
  const items: string[] = [];
  field.lastIndex = 0;
  while (field.lastIndex < text.length) {
    const start = field.lastIndex;
    const match = field.exec(text);
    if (!match) {
      return {
        ok: false,
        reason: `the quotes of ${JSON.stringify(text.slice(start).trim())} are not closed before a comma`,
      };
    }
    const [, quoted, bare = ""] = match;
    if (quoted !== undefined)
      items.push(quoted.replace(/""|\\(["\\])/g, (pair, escaped) => escaped ?? pair.slice(1)));
    else if (bare.trim() !== "") items.push(bare.trim());
  }
  return { ok: true, items };
}
