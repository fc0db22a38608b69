import { type Markup, markup } from "../../../../core/markup.js";

/** A part of the page with its heading. */
export function section(
  id: string,
  title: string,
  body: Markup | readonly (Markup | undefined)[],
  note?: string,
): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${note === undefined ? undefined : markup`<p class="soft">${note}</p>`}
${body}</section>
`;
}
