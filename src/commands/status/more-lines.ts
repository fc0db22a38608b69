/** So that a project of usual size fits on one screen. */
const mostShown = 4;

/** The first few lines, and how many more there are. @param command that shows all of them. */
export function moreLines(lines: readonly string[], command: string): string[] {
  // To say that there is one more takes as much room as that one.
  if (lines.length <= mostShown + 1) return [...lines];
  return [...lines.slice(0, mostShown), `and ${lines.length - mostShown} more: ${command}`];
}
