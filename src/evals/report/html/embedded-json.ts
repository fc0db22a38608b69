import { Markup } from "../../../core/markup.js";

const unfit: Readonly<Record<string, string>> = { "<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029" };

/** Data as the content of a script element: without `<` nothing in it can end the element or begin a comment. */
export function embeddedJson(data: unknown): Markup {
  return new Markup(JSON.stringify(data).replace(/[<\u2028\u2029]/g, (found) => unfit[found] ?? found));
}
