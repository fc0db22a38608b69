/** Cuts a command line at spaces; single and double quotes keep a word together. */
export function splitCommandLine(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_found, double, single) => double ?? single ?? ""),
  );
}
