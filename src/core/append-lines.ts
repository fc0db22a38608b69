/** A text file's content with lines put behind it, each with the kind of line end that the file has. */
export function appendLines(text: string, lines: readonly string[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const start = text === "" || text.endsWith("\n") ? text : `${text}${eol}`;
  return start + lines.map((line) => line + eol).join("");
}
