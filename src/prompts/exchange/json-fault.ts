const token =
  /\s*(?:("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])|([[\]{},:]))/uy;

/** What may come next. */
type Wanted = "a value" | "a value or ]" | "a key" | "a key or }" | ":" | ", or the end";

/** Where a text stops being JSON, and what is wanted there. The engines' own messages do not always say where. */
export function jsonFault(text: string): { readonly offset: number; readonly wanted: Wanted } {
  const open: string[] = [];
  let wanted: Wanted = "a value";
  let offset = 0;
  for (;;) {
    token.lastIndex = offset;
    const [whole, string, scalar, mark] = token.exec(text) ?? [];
    const after = next(wanted, open, { string, scalar, mark });
    if (whole === undefined || after === undefined) {
      return { offset: offset + (/^\s*/.exec(text.slice(offset, offset + 1000))?.[0].length ?? 0), wanted };
    }
    wanted = after;
    offset = token.lastIndex;
  }
}

interface Token {
  readonly string: string | undefined;
  readonly scalar: string | undefined;
  readonly mark: string | undefined;
}

/** What may follow a token; undefined if it may not stand here. Opens and closes what it opens and closes. */
function next(wanted: Wanted, open: string[], { string, scalar, mark }: Token): Wanted | undefined {
  if (wanted === "a key" || wanted === "a key or }") {
    if (string !== undefined) return ":";
    return wanted === "a key or }" && mark === "}" ? closed(open) : undefined;
  }
  if (wanted === ":") return mark === ":" ? "a value" : undefined;
  if (wanted === ", or the end") {
    const inside = open.at(-1);
    if (mark === "," && inside !== undefined) return inside === "{" ? "a key" : "a value";
    return (mark === "}" && inside === "{") || (mark === "]" && inside === "[") ? closed(open) : undefined;
  }
  if (string !== undefined || scalar !== undefined) return ", or the end";
  if (mark === "]" && wanted === "a value or ]") return closed(open);
  if (mark !== "{" && mark !== "[") return undefined;
  open.push(mark);
  return mark === "{" ? "a key or }" : "a value or ]";
}

function closed(open: string[]): Wanted {
  open.pop();
  return ", or the end";
}
