/** The parser of an option that may be repeated: every value, in the order typed. */
export function repeated(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}
