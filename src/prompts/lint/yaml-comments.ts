/** A comment of YAML from its `#` to the end of the line. */
interface YamlComment {
  readonly start: number;
  readonly end: number;
}

const blockScalar = /(?:^|[\s:-])[|>][+-]?\d?[+-]?\s*$/;

/** Finds comments by their lines: a `#` inside of quotes or of a block of literal text is none. */
export function yamlComments(text: string): YamlComment[] {
  const comments: YamlComment[] = [];
  let start = 0;
  let quote = "";
  let blockIndent: number | undefined;
  for (const line of text.split("\n")) {
    const indent = line.length - line.trimStart().length;
    const isBlank = line.trim() === "";
    if (blockIndent !== undefined && !isBlank && indent <= blockIndent) blockIndent = undefined;
    if (blockIndent === undefined) {
      const scanned = scanLine(line, quote);
      quote = scanned.quote;
      const { comment } = scanned;
      if (comment !== undefined)
        comments.push({ start: start + comment, end: start + line.trimEnd().length });
      if (quote === "" && blockScalar.test(comment === undefined ? line : line.slice(0, comment)))
        blockIndent = indent;
    }
    start += line.length + 1;
  }
  return comments;
}

/** @param open the quote that an earlier line has left open. */
function scanLine(line: string, open: string): { quote: string; comment?: number } {
  let quote = open;
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (quote !== "") {
      if (character === "\\" && quote === '"') index++;
      else if (character === quote) quote = "";
    } else if (
      (character === '"' || character === "'") &&
      /(?:^|[\s[{,:])$/.test(line.slice(0, index).slice(-1) || " ")
    ) {
      quote = character;
    } else if (character === "#" && /^\s?$/.test(line.slice(0, index).slice(-1))) {
      return { quote, comment: index };
    }
  }
  return { quote };
}
