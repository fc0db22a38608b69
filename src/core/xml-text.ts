const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};
/** XML 1.0, 2.2: characters that no document may hold, not even as references; halves of pairs among them. */
const forbidden = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** A text for an element or an attribute of XML 1.0. Characters that XML lacks are written out: `\u0000`. */
export function xmlText(text: string): string {
  return text
    .replace(forbidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
}
