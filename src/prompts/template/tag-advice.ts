import { closest } from "../../core/suggest.js";

/** Statements of Jinja that are left out on purpose, and what to do instead. */
const unsupported: ReadonlyMap<string, string> = new Map([
  ["macro", "put the text into a file and include it"],
  ["call", "put the text into a file and include it"],
  ["import", "put the text into a file and include it"],
  ["from", "put the text into a file and include it"],
  ["extends", "include what prompts have in common"],
  ["block", "include what prompts have in common"],
  ["filter", "apply the filter to an expression: `{{ x | upper }}`"],
  ["autoescape", "escape where it is wanted: `{{ x | escape }}`"],
  ["with", "use `{% set %}`"],
  ["do", "nothing can be changed in place; use filters"],
  ["break", "choose the items before the loop, with `select` or a slice"],
  ["continue", "put an `if` around what is to be left out"],
  ["trans", "write the text itself"],
  ["pluralize", "use `if`"],
  ["debug", "`mlx prompt render` shows the messages"],
  ["generation", "role lines such as `assistant:` mark who speaks"],
]);

/** Other languages' words for statements. */
const foreign: ReadonlyMap<string, string> = new Map([
  ["elseif", "elif"],
  ["elsif", "elif"],
  ["foreach", "for"],
  ["each", "for"],
  ["unless", "if not"],
  ["let", "set"],
  ["assign", "set"],
  ["verbatim", "raw"],
  ["comment", "{# … #}"],
  ["fi", "endif"],
  ["end", "endif` or `endfor"],
]);

const known = ["if", "elif", "else", "endif", "for", "endfor", "set", "include", "raw", "endraw"];

/** Says of a statement that there is none of its name, and what to do. */
export function tagAdvice(name: string): { readonly message: string; readonly hint: string } {
  const hint = unsupported.get(name);
  if (hint !== undefined) return { message: `\`${name}\` is not supported in prompts`, hint };
  const instead = foreign.get(name) ?? closest(name, known);
  const suggestion = instead === undefined ? "" : `; did you mean \`${instead}\`?`;
  return {
    message: `there is no statement \`${name}\`${suggestion}`,
    hint: `statements are: ${known.join(", ")}`,
  };
}

/** Whether `{% endNAME %}` ends a block of a statement that is not supported: told at its beginning already. */
export function endsUnsupported(name: string): boolean {
  return name.startsWith("end") && unsupported.has(name.slice(3));
}
