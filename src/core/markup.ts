/** HTML or SVG that is safe to put into a page as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

type Piece = Markup | string | number | undefined | readonly Piece[];

/** Builds markup from a template: what is not markup itself is escaped, lists are joined, undefined is nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let text = strings[0] ?? "";
  for (const [index, value] of values.entries()) text += textOf(value) + (strings[index + 1] ?? "");
  return new Markup(text);
}

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (piece === undefined) return "";
  if (typeof piece === "object") return piece.map(textOf).join("");
  return escapeMarkup(String(piece));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
// Characters that neither HTML nor XML allows, and those that reorder what stands beside them.
const unfit = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

/** For the content of elements and for attributes in quotes. */
function escapeMarkup(text: string): string {
  return text.replace(unfit, "\ufffd").replace(/[&<>"']/g, (found) => entities[found] ?? found);
}
