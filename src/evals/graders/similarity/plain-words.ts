/** The words of a text as GLEU and METEOR take them: between white space, lower-cased, without the full stops at their ends. */
export function plainWords(text: string): string[] {
  const words = text
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/(?<!\.)\.+$/, ""));
  return words.some((word) => word !== "") ? words : [];
}
