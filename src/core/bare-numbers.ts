/** JSON as Python's `json.dumps` writes it, with quotes round `NaN`, `Infinity` and `-Infinity` where they stand as bare words. */
export function quoteBareNumbers(text: string): string {
  // A string that does not end goes to the text's end: to look again from each quote inside of it takes the square of the time.
  return text.replace(/"(?:[^"\\]|\\.)*(?:"|$)|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
}
