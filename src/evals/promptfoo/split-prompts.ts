/** The prompts of a text file: lines that are `---` stand between them. @returns each with its line, counted from 1. */
export function splitPrompts(text: string): readonly { readonly text: string; readonly line: number }[] {
  const parts: { text: string; line: number }[] = [];
  let lines: string[] = [];
  let first = 1;
  const end = () => {
    const whole = lines.join("\n");
    const trimmed = whole.trim();
    const blank = whole.slice(0, whole.length - whole.trimStart().length).split("\n").length - 1;
    if (trimmed !== "") parts.push({ text: trimmed, line: first + blank });
  };
  for (const [index, line] of text.split(/\r\n|\n/).entries()) {
    if (/^---[ \t]*$/.test(line)) {
      end();
      lines = [];
      first = index + 2;
    } else lines.push(line);
  }
  end();
  return parts;
}
