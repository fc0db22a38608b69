import type { HandlebarsToken } from "./tokens.js";

/** A token with what Handlebars makes of the white space around it. */
export interface LaidOutToken {
  readonly token: HandlebarsToken;
  /** Of text: what is left of it. */
  readonly text: string;
  /** Of a tag that renders nothing itself: whether it stood alone on its line, which is then taken away. */
  readonly ownLine: boolean;
  /** Of such a tag: the white space that stood before it on its line. */
  readonly indent: string;
}

/** Block tags, comments and partials that stand alone on a line take the whole line with them; `~` takes all white space. */
export function layOut(tokens: readonly HandlebarsToken[]): LaidOutToken[] {
  const texts = tokens.map((token) => (token.kind === "text" ? token.text : ""));
  const chains = chainEnds(tokens);
  const alone = tokens.map((_, index) => standsAlone(tokens, index, chains.get(index) ?? index - 1));
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "text") continue;
    const [before, after] = token.strip;
    const chained = chains.get(index);
    if (alone[index]) {
      const text = texts[index - 1] ?? "";
      // Handlebars forgets the white space before a tag that closes a chain.
      if (chained === undefined) texts[index - 1] = text.slice(0, blanksBefore(text, text.length));
      texts[index + 1] = texts[index + 1]?.replace(/^[ \t]*\r?\n?/, "") ?? "";
    }
    for (const at of before ? [index - 1, chained ?? index - 1] : []) texts[at] = texts[at]?.trimEnd() ?? "";
    if (after) texts[index + 1] = texts[index + 1]?.trimStart() ?? "";
  }
  return tokens.map((token, index) => ({
    token,
    text: token.kind === "text" ? (texts[index] ?? "") : "",
    ownLine: alone[index] ?? false,
    indent: alone[index] ? indentBefore(tokens[index - 1]) : "",
  }));
}

const lineTags = new Set(["open", "inverse-open", "else", "close", "partial", "comment"]);

/** @param before the token whose end says whether the tag begins its line. */
function standsAlone(tokens: readonly HandlebarsToken[], index: number, before: number): boolean {
  const token = tokens[index];
  if (token?.kind !== "tag" || !lineTags.has(token.type)) return false;
  return endsLine(tokens, before) && beginsLine(tokens, index + 1);
}

/**
 * For each tag that closes a chain of `{{else if}}`: the token before the chain's second branch ends. Handlebars looks there,
 * and not before the tag itself, to tell whether the closing tag stands alone on its line.
 */
function chainEnds(tokens: readonly HandlebarsToken[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: { chained: boolean; end?: number }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "text") continue;
    const block = open.at(-1);
    if (token.type === "open" || token.type === "inverse-open") open.push({ chained: false });
    else if (token.type === "else" && block) {
      if (block.chained) block.end ??= index - 1;
      else block.chained = token.inner.trim() !== "";
    } else if (token.type === "close" && block) {
      if (block.chained) ends.set(index, block.end ?? index - 1);
      open.pop();
    }
  }
  return ends;
}

/** Whether the text at `index` has nothing but white space on its last line; the template's beginning counts as a line's. */
function endsLine(tokens: readonly HandlebarsToken[], index: number): boolean {
  const token = tokens[index];
  if (!token) return true;
  if (token.kind !== "text") return false;
  const said = token.text.trimEnd().length;
  return token.text.includes("\n", said) || (index === 0 && said === 0);
}

function beginsLine(tokens: readonly HandlebarsToken[], index: number): boolean {
  const token = tokens[index];
  if (!token) return true;
  if (token.kind !== "text") return false;
  const white = token.text.length - token.text.trimStart().length;
  const line = token.text.indexOf("\n");
  return (line >= 0 && line < white) || (index === tokens.length - 1 && white === token.text.length);
}

function indentBefore(token: HandlebarsToken | undefined): string {
  return token?.kind === "text" ? token.text.slice(blanksBefore(token.text, token.text.length)) : "";
}

/** Where the blanks and tabs before `end` begin. */
function blanksBefore(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text[at - 1] === " " || text[at - 1] === "\t")) at--;
  return at;
}
